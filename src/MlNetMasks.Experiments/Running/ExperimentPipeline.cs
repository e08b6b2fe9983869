using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Sources;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Running;

/// <summary>The ML.NET chain of a plan: preparation, pretraining, one stage per mask. Nothing in it is out of a user's own reach.</summary>
internal static class ExperimentPipeline
{
    /// <summary>Builds the chain.</summary>
    /// <param name="ml">The context of the run.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="data">Its opened data.</param>
    /// <param name="threads">Threads; 0 chooses.</param>
    /// <param name="progress">Receives the progress of a stage, by name.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public static EstimatorChain<ITransformer> Build(
        MLContext ml, ExperimentPlan plan, ExperimentData data, int threads, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var chain = new EstimatorChain<ITransformer>();
        if (data.Preparation is { } preparation)
        {
            chain = chain.Append(preparation);
        }

        chain = chain.Append((IEstimator<ITransformer>)ml.Masks.Pretrain(plan.CreateNetwork(), new PretrainStageOptions
        {
            Problem = data.Problem,
            Rows = plan.Pretrain.Rows?.ToFilter(),
            Slots = SlotsOrAll(plan.Pretrain.Slots),
            StepCount = plan.Pretrain.StepCount,
            BatchSize = plan.Pretrain.BatchSize,
            LearningRate = plan.Pretrain.LearningRate,
            GradientClip = plan.Pretrain.GradientClip,
            Threads = threads,
            Progress = progress,
            Cancellation = cancellation,
        }));
        foreach (var mask in plan.Masks)
        {
            chain = chain.Append((IEstimator<ITransformer>)ml.Masks.Learn(mask.Name, new MaskStageOptions
            {
                Rows = mask.Rows?.ToFilter(),
                Slots = SlotsOrAll(mask.Slots),
                Role = mask.Role,
                Replicate = mask.Replicate,
                StepCount = mask.StepCount,
                BatchSize = mask.BatchSize,
                SampleCount = mask.SampleCount,
                LearningRate = mask.LearningRate,
                Beta = mask.Beta,
                GradientClip = mask.GradientClip,
                InitialLogit = mask.InitialLogit,
                Threads = threads,
                Progress = progress,
                Cancellation = cancellation,
            }));
        }

        return chain;
    }

    /// <summary>The plan's evaluation as the catalog takes it.</summary>
    public static EvaluationOptions Evaluation(ExperimentPlan plan, int seed, CancellationToken cancellation) => new()
    {
        Sets = [.. plan.Evaluation.Sets.Select(set => new EvaluationSet(set.Name, set.Rows?.ToFilter(), SlotsOrAll(set.Slots)))],
        Conditions = plan.Evaluation.Conditions,
        Labels = new ResultLabels(plan.Experiment, plan.Variant, seed),
        Cancellation = cancellation,
    };

    private static IReadOnlyList<int>? SlotsOrAll(IReadOnlyList<int> slots) => slots.Count == 0 ? null : slots;
}
