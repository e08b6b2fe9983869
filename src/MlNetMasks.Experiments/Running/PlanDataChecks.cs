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
        TrainingMemory.Require(At(TrainingMemory.Place(plan), () => MaskableNetwork.Build(plan.CreateNetwork(), problem.Shape)), plan);
        RequireSlots(plan, problem.OutputSlotCount);
        DryRun(ml, plan, data, train, preparation, cancellation);
    }

    private static void DryRun(MLContext ml, ExperimentPlan plan, ExperimentData data, IDataView train, ITransformer? preparation, CancellationToken cancellation)
    {
        var pretrain = plan.Pretrain with { StepCount = 1, BatchSize = 1 };
        var network = At(plan.Pretrain.Rows?.Place ?? plan.Data.Settings.Place, () =>
            ml.Masks.Pretrain(plan.CreateSmallestNetwork(), ExperimentPipeline.Options(pretrain, data.Problem, 1, null, cancellation)).Fit(train));
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
                view = At(mask.Rows?.Place ?? mask.Place, () => ml.Masks.Learn(mask.Name, options).Fit(view).Transform(view));
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

    private static void RequireSlots(ExperimentPlan plan, int slotCount)
    {
        Require(plan.Pretrain.Slots, plan.Pretrain.Place);
        Require(plan.Pretrain.InitialSlots, plan.Pretrain.Place);
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
