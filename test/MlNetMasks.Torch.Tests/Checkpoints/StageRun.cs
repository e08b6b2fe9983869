using MlNetMasks.Torch.Tests.Training;

namespace MlNetMasks.Torch.Tests.Checkpoints;

/// <summary>A small pretraining or mask stage that can be stopped and continued.</summary>
internal sealed record StageRun(bool LearnsMask, NetworkSpec Network, bool LearnsWeights = false)
{
    public const int Features = 6;
    public const int Steps = 40;

    public static readonly BoundProblem Problem = Tiny.Classification(Features);

    public PretrainOptions Pretrain { get; init; } = new() { StepCount = Steps, BatchSize = 12, LearningRate = 1e-2 };

    public MaskLearningOptions Learn { get; init; } = new() { StepCount = Steps, BatchSize = 12, LearningRate = 5e-2, InitialLogit = 0 };

    public ExampleTable Table { get; init; } = Tiny.Vectors(50, Features); // 12 does not divide 50: batches cross epochs

    public TrainingContext Context { get; init; } = Tiny.Context("stage");

    public override string ToString() => $"{(LearnsWeights ? "weights and mask" : LearnsMask ? "mask" : "pretraining")} of {Network.GetType().Name}";

    /// <summary>Runs the stage to its end.</summary>
    /// <returns>Weights or mask and histogram as text, and the curve.</returns>
    public (string Learned, IReadOnlyList<CurvePoint> Curve) Run(ICheckpoint? checkpoint, Action<TrainingProgress>? report = null, CancellationToken cancellation = default)
    {
        var context = Context with { Checkpoint = checkpoint, Progress = report is null ? null : new ImmediateProgress(report), Cancellation = cancellation };
        using var weights = NetworkWeights.Initialize(Network, Problem.Shape, 3);
        if (!LearnsMask)
        {
            var curve = Pretrainer.Train(weights, Problem, Table, Pretrain, context);
            return (string.Join(' ', Tiny.Snapshot(weights).Select(BitConverter.SingleToInt32Bits)), curve);
        }

        // A mask of an earlier function: the weights that it keeps are frozen.
        var learned = LearnsWeights
            ? JointLearner.Learn(weights, JointCase.RandomMask("earlier", weights.MaskLayout, share: 0.3), Problem, Table, Learn, new JointLearning { NewLogit = 0.5, WeightLearningRate = 1e-2 }, context)
            : MaskLearner.Learn(weights, Problem, Table, Learn, context);
        var words = Enumerable.Range(0, learned.Mask.Layout.Layers.Count).SelectMany(layer => learned.Mask.Words(layer).ToArray());
        return ($"{string.Join(' ', words)} {string.Join(' ', learned.Histogram.Counts)} {string.Join(' ', Tiny.Snapshot(weights).Select(BitConverter.SingleToInt32Bits))}", learned.Curve);
    }

    /// <summary>Cancels the stage when a step is done.</summary>
    public void RunUntil(ICheckpoint checkpoint, int step)
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsExactly<OperationCanceledException>(() => Run(
            checkpoint,
            progress =>
            {
                if (progress.Step == step)
                {
                    source.Cancel();
                }
            },
            source.Token));
    }
}
