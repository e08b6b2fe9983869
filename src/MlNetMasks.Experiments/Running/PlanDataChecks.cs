using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Sources;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Running;

/// <summary>
/// The checks of a plan that need its data, all of them before the first training step: a dry run of the plan's own stages on the smallest
/// network and without steps, so that no fault of the rows can hide until its stage is reached.
/// </summary>
internal static class PlanDataChecks
{
    /// <summary>Checks columns, values, row filters, output slots and the size of the network.</summary>
    /// <exception cref="PipelineFileException">Something does not fit; the message names the line of the setting.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static void Check(MLContext ml, ExperimentPlan plan, ExperimentData data, CancellationToken cancellation)
    {
        var dataPlace = plan.Data.Settings.Place;
        var preparation = At(dataPlace, () => data.Preparation?.Fit(data.Train));
        var train = preparation?.Transform(data.Train) ?? data.Train;
        var problem = At(dataPlace, () => ml.Masks.Bind(data.Problem, train.Schema));
        var whole = At(TrainingMemory.Place(plan), () => MaskableNetwork.Build(plan.CreateNetwork(), problem.Shape));
        TrainingMemory.Require(whole, plan);
        RequireMasksEverywhere(plan, whole);
        RequireSlots(plan, problem.OutputSlotCount);
        DryRun(ml, plan, data, train, preparation, cancellation);
    }

    private static void DryRun(MLContext ml, ExperimentPlan plan, ExperimentData data, IDataView train, ITransformer? preparation, CancellationToken cancellation)
    {
        var network = At(plan.Pretrain?.Rows?.Place ?? plan.Data.Settings.Place, () => plan.Pretrain is { } pretrain
            ? ml.Masks.Pretrain(plan.CreateSmallestNetwork(), ExperimentPipeline.Options(pretrain with { StepCount = 1, BatchSize = 1 }, data.Problem, 1, null, cancellation)).Fit(train)
            : ml.Masks.Initialise(plan.CreateSmallestNetwork(), data.Problem).Fit(train));
        using (network)
        {
            var view = network.Transform(train);
            if (plan.CopySlot is { } copy)
            {
                view = At(copy.Place, () => ml.Masks.CopySlot(copy.From, copy.To).Fit(view).Transform(view));
            }

            foreach (var mask in plan.Masks)
            {
                var options = ExperimentPipeline.Options(mask with { StepCount = 0 }, 1, null, cancellation);
                view = At(mask.Rows?.Place ?? mask.Place, () => ExperimentPipeline.Learn(ml, plan, mask, options).Fit(view).Transform(view));
            }

            var model = preparation is null ? network : (ITransformer)new TransformerChain<ITransformer>(preparation, network);
            foreach (var set in plan.Evaluation.Sets)
            {
                var alone = plan with { Expressions = [], Evaluation = new EvaluationPlan([set], [Masks.Condition.Unmasked]) };
                At(set.Rows?.Place ?? set.Place, () =>
                {
                    ml.Masks.CheckEvaluation(model, data.Validation, ExperimentPipeline.Evaluation(alone, 0, cancellation));
                    return true;
                });
            }
        }
    }

    /// <summary>What has no mask could not be protected from later functions.</summary>
    private static void RequireMasksEverywhere(ExperimentPlan plan, MaskableNetwork network)
    {
        if (plan.Sequence is not null && network.Parameters.FirstOrDefault(parameter => !parameter.IsMaskable) is { } bare)
        {
            throw new PipelineFileException(
                plan.Network.Settings.Place,
                $"functions that are learned one after another need masks over every parameter, but '{bare.Name}' of network kind '{plan.Network.Kind}' has none; set mask_biases: true with kind feed-forward or cnn.");
        }
    }

    private static void RequireSlots(ExperimentPlan plan, int slotCount)
    {
        if (plan.Pretrain is { } pretrain)
        {
            Require(pretrain.Slots, pretrain.Place);
            Require(pretrain.InitialSlots, pretrain.Place);
        }

        foreach (var mask in plan.Masks)
        {
            Require(mask.Slots, mask.Place);
        }

        foreach (var set in plan.Evaluation.Sets)
        {
            Require(set.Slots, set.Place);
        }

        void Require(IReadOnlyList<int> slots, SourcePlace place)
        {
            if (slots.Any(slot => slot >= slotCount))
            {
                throw new PipelineFileException(place, $"slots [{string.Join(", ", slots)}] name an output slot that does not exist; this data has slots 0 to {slotCount - 1}.");
            }
        }
    }

    private static T At<T>(SourcePlace place, Func<T> check)
    {
        try
        {
            return check();
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException or OverflowException)
        {
            throw new PipelineFileException(place, PlainMessage.Of(e), e);
        }
    }
}
