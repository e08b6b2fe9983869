using MlNetMasks.Torch.Tests.Checkpoints;

namespace MlNetMasks.Torch.Tests.Images;

[TestClass]
public sealed class ImageTrainingTests
{
    private static readonly PretrainOptions Pretrain = new()
    {
        StepCount = 24,
        BatchSize = 20, // 20 does not divide 90: batches cross epochs
        LearningRate = 0.05,
        Optimizer = PretrainOptimizer.Sgd,
        WeightDecay = 1e-4,
        GradientClip = double.PositiveInfinity,
        LearningRateDrops = [10, 18],
        Augmentation = new ImageAugmentation { CropPadding = 1 },
    };

    private static readonly MaskLearningOptions Learn = new() { StepCount = 24, BatchSize = 20, LearningRate = 5e-2, Augmentation = new ImageAugmentation { CropPadding = 1 } };

    public static IEnumerable<object[]> Networks => [[TinyImages.Network], [TinyImages.Residual]];

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Stages_CancelledAndContinued_EndLikeThoseThatWereNot(object network)
    {
        using var straight = Trained((NetworkSpec)network);
        var checkpoint = new MemoryCheckpoint();
        Assert.ThrowsExactly<OperationCanceledException>(() => Trained((NetworkSpec)network, checkpoint, stopAfter: 13));
        using var continued = Trained((NetworkSpec)network, checkpoint);

        CollectionAssert.AreEqual(Tiny.Snapshot(straight), Tiny.Snapshot(continued));

        var maskCheckpoint = new MemoryCheckpoint();
        Assert.ThrowsExactly<OperationCanceledException>(() => Masked(straight, maskCheckpoint, stopAfter: 11));
        CollectionAssert.AreEqual(Words(Masked(straight)), Words(Masked(straight, maskCheckpoint)));
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Mask_OnAnyNumberOfThreads_BeginsWithTheSameSamplesAndImages(object network)
    {
        using var weights = NetworkWeights.Initialize((NetworkSpec)network, TinyImages.Problem.Shape, 3);
        var losses = new[] { 1, 2 }.Select(threads =>
            MaskLearner.Learn(weights, TinyImages.Problem, TinyImages.Rows, Learn with { StepCount = 1 }, Tiny.Context("mask") with { Threads = threads }).Curve[0].Loss).ToArray();

        Assert.AreEqual(losses[0], losses[1], 1e-5);
    }

    [TestMethod]
    public void RunningStatistics_MoveInPretrainingAndStayWhileMasksAreLearned()
    {
        using var weights = Trained(TinyImages.Residual);
        var statistics = Statistics(weights);
        Assert.IsTrue(statistics.Where((_, i) => i % 2 == 1).SelectMany(values => values).Any(variance => Math.Abs(variance - 1) > 0.1));

        Masked(weights);

        CollectionAssert.AreEqual(statistics.SelectMany(values => values).ToArray(), Statistics(weights).SelectMany(values => values).ToArray());
    }

    [TestMethod]
    public void RunningStatistics_OfAStepThatDiverged_StayAsTheyWere()
    {
        using var weights = NetworkWeights.Initialize(TinyImages.Residual, TinyImages.Problem.Shape, 3);
        weights.Arena.Span(0)[0] = float.NaN;
        var before = Statistics(weights).SelectMany(values => values).ToArray();

        Assert.ThrowsExactly<InvalidOperationException>(() => Pretrainer.Train(weights, TinyImages.Problem, TinyImages.Rows, Pretrain, Tiny.Context()));

        CollectionAssert.AreEqual(before, Statistics(weights).SelectMany(values => values).ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Mask_OfALearnedProblem_KeepsItSolvedWithFewerWeights(object network)
    {
        using var weights = Trained((NetworkSpec)network, options: new PretrainOptions { StepCount = 150, BatchSize = 20, LearningRate = 1e-2 });
        var mask = MaskLearner.Learn(
            weights, TinyImages.Problem, TinyImages.Rows, new MaskLearningOptions { StepCount = 150, BatchSize = 20, LearningRate = 5e-2, Beta = 1e-3 }, Tiny.Context("mask")).Mask;
        using var plain = new NetworkPredictor(TinyImages.Problem, weights.Masked(null));
        using var masked = new NetworkPredictor(TinyImages.Problem, weights.Masked(mask));

        Assert.IsGreaterThan(0.9, plain.Count(TinyImages.Rows, slots: null).Accuracy);
        Assert.IsGreaterThan(0.85, masked.Count(TinyImages.Rows, slots: null).Accuracy);
        Assert.IsLessThan(weights.MaskLayout.Count, mask.Kept);
    }

    [TestMethod]
    public void Stages_InLowPrecision_LearnFiniteLogits()
    {
        using var weights = Trained(TinyImages.Residual);

        var learned = MaskLearner.Learn(weights, TinyImages.Problem, TinyImages.Rows, Learn with { Precision = Precision.BFloat16 }, Tiny.Context("mask"));

        Assert.IsTrue(learned.Curve.All(point => double.IsFinite(point.Loss)));
    }

    [TestMethod]
    public void Stages_LeaveNoTensorBehind()
    {
        var before = LiveTensors.OfThisThread;
        using (var weights = Trained(TinyImages.Residual))
        {
            Masked(weights);
        }

        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    public void Augmentation_OfAProblemWithoutImages_IsRefused()
    {
        var problem = Tiny.Classification(5);
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([3]), problem.Shape, 1);
        var table = Tiny.Vectors(20, 5);

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Pretrainer.Train(weights, problem, table, Pretrain, Tiny.Context())).Message, "no images");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => MaskLearner.Learn(weights, problem, table, Learn, Tiny.Context("mask"))).Message, "no images");
    }

    private static NetworkWeights Trained(NetworkSpec spec, MemoryCheckpoint? checkpoint = null, int stopAfter = int.MaxValue, PretrainOptions? options = null)
    {
        var weights = NetworkWeights.Initialize(spec, TinyImages.Problem.Shape, 3);
        try
        {
            _ = Run(checkpoint, stopAfter, context => Pretrainer.Train(weights, TinyImages.Problem, TinyImages.Rows, options ?? Pretrain, context));
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    private static LearnedMask Masked(NetworkWeights weights, MemoryCheckpoint? checkpoint = null, int stopAfter = int.MaxValue) =>
        Run(checkpoint, stopAfter, context => MaskLearner.Learn(weights, TinyImages.Problem, TinyImages.Rows, Learn, context));

    private static T Run<T>(MemoryCheckpoint? checkpoint, int stopAfter, Func<TrainingContext, T> stage)
    {
        using var source = new CancellationTokenSource();
        return stage(Tiny.Context("stage") with
        {
            Checkpoint = checkpoint,
            Cancellation = source.Token,
            Progress = new ImmediateProgress(progress =>
            {
                if (progress.Step == stopAfter)
                {
                    source.Cancel();
                }
            }),
        });
    }

    private static ulong[] Words(LearnedMask learned) => [.. Enumerable.Range(0, learned.Mask.Layout.Layers.Count).SelectMany(layer => learned.Mask.Words(layer).ToArray())];

    private static float[][] Statistics(NetworkWeights weights) =>
        [.. weights.Bind().Parameters.Where(parameter => parameter.IsStatistic).Select(parameter => weights.Arena.Span(weights.Arena.Layout.IndexOf(parameter.Name)).ToArray())];
}
