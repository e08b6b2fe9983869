using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Sources;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Running;

/// <summary>The ML.NET chain of a plan: preparation, pretraining or a random network, a copy of weights where one is asked for, one stage per mask. Nothing in it is out of a user's own reach.</summary>
internal static class ExperimentPipeline
{
    /// <summary>Builds the chain.</summary>
    /// <param name="ml">The context of the run.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="data">Its opened data.</param>
    /// <param name="threads">Threads; 0 chooses.</param>
    /// <param name="progress">Receives the progress of a stage, by name.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <param name="checkpoints">Gives the checkpoint of a stage, by name; <see langword="null"/> for none.</param>
    public static EstimatorChain<ITransformer> Build(
        MLContext ml,
        ExperimentPlan plan,
        ExperimentData data,
        int threads,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation,
        Func<string, ICheckpoint?>? checkpoints = null)
    {
        var chain = new EstimatorChain<ITransformer>();
        if (data.Preparation is { } preparation)
        {
            chain = chain.Append(preparation);
        }

        chain = chain.Append(plan.Pretrain is { } pretrain
            ? ml.Masks.Pretrain(
                plan.CreateNetwork(), Options(pretrain, data.Problem, threads, progress, cancellation) with { Checkpoint = checkpoints?.Invoke(Masks.Stages.Pretrain) })
            : (IEstimator<ITransformer>)ml.Masks.Initialise(plan.CreateNetwork(), data.Problem));
        if (plan.CopySlot is { } copy)
        {
            chain = chain.Append((IEstimator<ITransformer>)ml.Masks.CopySlot(copy.From, copy.To));
        }

        foreach (var mask in plan.Masks)
        {
            chain = chain.Append((IEstimator<ITransformer>)Learn(
                ml, plan, mask, Options(mask, threads, progress, cancellation) with { Checkpoint = checkpoints?.Invoke(mask.Name) }));
        }

        return chain;
    }

    /// <summary>The stage of one of the plan's masks.</summary>
    public static MaskEstimator Learn(MLContext ml, ExperimentPlan plan, MaskPlan mask, MaskStageOptions options) => plan.Sequence is { } sequence
        ? ml.Masks.LearnJointly(mask.Name, options with { Joint = sequence.Joint })
        : ml.Masks.Learn(mask.Name, options);

    /// <summary>The plan's pretraining as the catalog takes it.</summary>
    public static PretrainStageOptions Options(PretrainPlan pretrain, Problem problem, int threads, IProgress<TrainingProgress>? progress, CancellationToken cancellation) => new()
    {
        Problem = problem,
        Rows = pretrain.Rows?.ToFilter(),
        Slots = SlotsOrAll(pretrain.Slots),
        InitialSlots = SlotsOrAll(pretrain.InitialSlots),
        InitialSlotStepCount = pretrain.InitialSlotStepCount,
        StepCount = pretrain.StepCount,
        BatchSize = pretrain.BatchSize,
        LearningRate = pretrain.LearningRate,
        GradientClip = pretrain.GradientClip,
        WarmupStepCount = pretrain.WarmupStepCount,
        Optimizer = pretrain.Optimizer,
        Momentum = pretrain.Momentum ?? new PretrainOptions().Momentum,
        WeightDecay = pretrain.WeightDecay,
        LearningRateDrops = pretrain.LearningRateDrops,
        LearningRateDropFactor = pretrain.LearningRateDropFactor ?? new PretrainOptions().LearningRateDropFactor,
        Augmentation = pretrain.Augmentation,
        AdamBeta2 = pretrain.AdamBeta2 ?? new PretrainOptions().AdamBeta2,
        AdamEpsilon = pretrain.AdamEpsilon ?? new PretrainOptions().AdamEpsilon,
        Threads = threads,
        Progress = progress,
        Cancellation = cancellation,
    };

    /// <summary>One of the plan's masks as the catalog takes it.</summary>
    public static MaskStageOptions Options(MaskPlan mask, int threads, IProgress<TrainingProgress>? progress, CancellationToken cancellation) => new()
    {
        Rows = mask.Rows?.ToFilter(),
        Slots = SlotsOrAll(mask.Slots),
        Role = mask.Role,
        Replicate = mask.Replicate,
        Function = mask.Function == mask.Name ? null : mask.Function,
        Reinitialise = mask.Reinitialised,
        StepCount = mask.StepCount,
        BatchSize = mask.BatchSize,
        SampleCount = mask.SampleCount,
        LearningRate = mask.LearningRate,
        Beta = mask.Beta,
        GradientClip = mask.GradientClip,
        InitialLogit = mask.InitialLogit,
        Precision = mask.Precision,
        Augmentation = mask.Augmentation,
        OutputLayer = mask.OutputLayer,
        Threads = threads,
        Progress = progress,
        Cancellation = cancellation,
    };

    /// <summary>The plan's evaluation as the catalog takes it.</summary>
    public static EvaluationOptions Evaluation(ExperimentPlan plan, int seed, CancellationToken cancellation) => new()
    {
        Sets = [.. plan.Evaluation.Sets.Select(set => new EvaluationSet(set.Name, set.Rows?.ToFilter(), SlotsOrAll(set.Slots)))],
        Conditions = plan.Evaluation.Conditions,
        RandomDraws = plan.Evaluation.RandomDraws,
        ChangedAnswers = plan.Evaluation.ChangedAnswers,
        Expressions = Expressions(plan),
        Labels = new ResultLabels(plan.Experiment, plan.Variant, seed),
        Cancellation = cancellation,
    };

    /// <summary>Tests a model as the plan says, and compares gradients where it asks for that.</summary>
    public static MaskEvaluation Evaluate(MLContext ml, ITransformer model, IDataView data, ExperimentPlan plan, int seed, int threads, CancellationToken cancellation)
    {
        var options = Evaluation(plan, seed, cancellation);
        var evaluation = ml.Masks.Evaluate(model, data, options);
        if (plan.Evaluation.GradientCosine is not { } cosine)
        {
            return evaluation;
        }

        var gradients = ml.Masks.GradientCosine(model, data, new GradientCosineOptions
        {
            Masks = cosine.Masks,
            Set = options.Sets.First(set => set.Name == cosine.Set),
            Threads = threads,
            Labels = options.Labels,
            Cancellation = cancellation,
        });
        return evaluation with { Records = [.. evaluation.Records, .. gradients.Records] };
    }

    /// <summary>The plan's expressions as the catalog takes them.</summary>
    public static IReadOnlyList<NamedExpression> Expressions(ExperimentPlan plan) => [.. plan.Expressions.Select(expression => expression.ToNamed())];

    private static IReadOnlyList<int>? SlotsOrAll(IReadOnlyList<int> slots) => slots.Count == 0 ? null : slots;
}
