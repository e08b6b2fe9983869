using Microsoft.ML;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Sources;

namespace MlNetMasks.Experiments.Running;

/// <summary>The checks of a plan that need its data, all of them before the first training step.</summary>
internal static class PlanDataChecks
{
    /// <summary>Checks columns, row filters and output slots.</summary>
    /// <returns>The training and the validation data as the network gets them.</returns>
    /// <exception cref="PipelineFileException">A column does not fit, a filter picks no row, or a slot does not exist.</exception>
    public static void Check(MLContext ml, ExperimentPlan plan, ExperimentData data)
    {
        var preparation = data.Preparation?.Fit(data.Train);
        var train = preparation?.Transform(data.Train) ?? data.Train;
        var validation = preparation?.Transform(data.Validation) ?? data.Validation;
        var slotCount = At(plan.Data.Settings.Place, () => ml.Masks.Bind(data.Problem, train.Schema).OutputSlotCount);
        At(plan.Data.Settings.Place, () => ml.Masks.Bind(data.Problem, validation.Schema));
        RequireRows(plan.Pretrain.Rows, train, "pretraining", "training");
        RequireSlots(plan.Pretrain.Slots, plan.Pretrain.Place, slotCount);
        foreach (var mask in plan.Masks)
        {
            RequireRows(mask.Rows, train, $"mask '{mask.Name}'", "training");
            RequireSlots(mask.Slots, mask.Place, slotCount);
        }

        foreach (var set in plan.Evaluation.Sets)
        {
            RequireRows(set.Rows, validation, $"evaluation set '{set.Name}'", "validation");
            RequireSlots(set.Slots, set.Place, slotCount);
        }
    }

    private static void RequireRows(RowsPlan? rows, IDataView data, string whose, string which)
    {
        if (rows is not null && At(rows.Place, () => rows.ToFilter().Count(data)) == 0)
        {
            throw new PipelineFileException(rows.Place, $"no row of the {which} data has {rows}, so {whose} would be empty; check the value.");
        }
    }

    private static void RequireSlots(IReadOnlyList<int> slots, SourcePlace place, int slotCount)
    {
        if (slots.Any(slot => slot >= slotCount))
        {
            throw new PipelineFileException(place, $"slots [{string.Join(", ", slots)}] name an output slot that does not exist; this data has slots 0 to {slotCount - 1}.");
        }
    }

    private static T At<T>(SourcePlace place, Func<T> check)
    {
        try
        {
            return check();
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException)
        {
            throw new PipelineFileException(place, e.Message, e);
        }
    }
}
