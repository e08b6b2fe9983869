using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Training;

[TestClass]
public sealed class MaskLearnerTests
{
    private static readonly MaskLearningOptions Options = new() { StepCount = 200, BatchSize = 64, LearningRate = 0.1, Beta = 0.01 };

    [TestMethod]
    public void Learn_OfEitherSlot_KeepsItsFunctionAndDropsTheOther()
    {
        var problem = Tiny.BoundTwoDigits();
        var table = Tiny.TwoDigitRows();
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([64]), problem.Shape, 1);
        Pretrainer.Train(weights, problem, table, new PretrainOptions { StepCount = 300, LearningRate = 0.01 }, Tiny.Context());
        var before = Tiny.Snapshot(weights);
        Assert.AreEqual(1, Accuracy(problem, weights.Masked(null), table, slots: null));

        for (var slot = 0; slot < 2; slot++)
        {
            var learned = MaskLearner.Learn(weights, problem, table, Options, Tiny.Context($"slot{slot}") with { Slots = [slot] });

            Assert.IsGreaterThan(0.95, Accuracy(problem, weights.Masked(learned.Mask), table, [slot]));
            Assert.IsLessThan(0.5, Accuracy(problem, weights.Masked(learned.Mask), table, [1 - slot]));
            var otherRows = (1 - slot) * 640; // the last layer is [20, 64]; the first ten rows are the first slot's
            Assert.IsFalse(Enumerable.Range(otherRows, 640).Any(i => learned.Mask.IsKept(1, i)), "No loss asks for the other slot's outputs.");
            Assert.AreEqual(weights.MaskLayout.Count, learned.Histogram.Counts.Sum());
            Assert.AreEqual($"slot{slot}", learned.Mask.Name);
        }

        CollectionAssert.AreEqual(before, Tiny.Snapshot(weights), "Frozen weights must stay.");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Learn_WithTheSameKeyAndThreads_GivesTheSameBits(int threads)
    {
        var problem = Tiny.BoundTwoDigits();
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([32]), problem.Shape, 1);
        var masks = new ulong[] { 7, 7, 8 }.Select(key =>
            MaskLearner.Learn(weights, problem, Tiny.TwoDigitRows(), Options with { StepCount = 30, InitialLogit = 0.5 }, Tiny.Context("mask", key) with { Threads = threads }).Mask).ToList();

        Assert.IsTrue(masks[0].BitsEqual(masks[1]));
        Assert.IsFalse(masks[0].BitsEqual(masks[2]));
    }

    [TestMethod]
    public void Learn_OfAUsersNetwork_MasksGainsSharedWeightsAndBiases()
    {
        var problem = Tiny.Classification(8);
        var table = Tiny.Vectors(200, 8);
        using var weights = NetworkWeights.Initialize(new TwoBranchNetwork(24), problem.Shape, 1);
        Pretrainer.Train(weights, problem, table, new PretrainOptions { StepCount = 300, BatchSize = 50, LearningRate = 0.01 }, Tiny.Context());

        var learned = MaskLearner.Learn(weights, problem, table, Options, Tiny.Context("all"));

        CollectionAssert.AreEqual(
            new[] { "gain", "entry.weight", "shared.weight", "shared.bias", "left.weight", "right.weight" },
            learned.Mask.Layout.Layers.Select(layer => layer.Name).ToArray());
        Assert.IsLessThan(1, learned.Mask.Density);
        Assert.IsGreaterThan(0.85, Accuracy(problem, weights.Masked(learned.Mask), table, slots: null));
    }

    [TestMethod]
    [DoNotParallelize] // tensor operations with numbers, see the remarks on NetworkModule
    public void Learn_ByTensorOperations_GivesTheMaskOfTheKernels()
    {
        var problem = Tiny.BoundTwoDigits();
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16]), problem.Shape, 1);
        var options = Options with { StepCount = 20, InitialLogit = 0.5, Beta = 1e-3 };
        var tensors = new UserParametrisation(workers => new TensorLogisticMask(UniformSource.CounterStreams, workers));

        var byKernels = MaskLearner.Learn(weights, problem, Tiny.TwoDigitRows(), options, Tiny.Context("mask")).Mask;
        var byTensors = MaskLearner.Learn(weights, problem, Tiny.TwoDigitRows(), options with { Parametrisation = tensors }, Tiny.Context("mask")).Mask;

        Assert.IsTrue(byKernels.Density is > 0.05 and < 0.95, $"density {byKernels.Density}: a mask of one value would prove nothing");
        Assert.IsGreaterThan(0.99, (double)byKernels.And(byTensors).Kept / byKernels.Or(byTensors).Kept);
    }

    [TestMethod]
    public void Health_AtTheStart_CountsEveryLogitAsUnmoved()
    {
        var problem = Tiny.Classification(4);
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), problem.Shape, 1);

        LogitHealth Learn(MaskLearningOptions options) => MaskLearner.Learn(weights, problem, Tiny.Vectors(8, 4, 4), options, Tiny.Context("mask")).Health!;
        var start = Learn(Options with { StepCount = 0, InitialLogit = 0.5 });
        var moved = Learn(Options with { StepCount = 3 });

        CollectionAssert.AreEqual(weights.MaskLayout.Layers.Select(layer => (layer.Name, layer.Count)).ToArray(), start.Layers.Select(layer => (layer.Layer, layer.Count)).ToArray());
        Assert.AreEqual((1.0, 1.0), (start.UndecidedShare, start.UnmovedShare));
        Assert.AreEqual(0, moved.UndecidedShare);
        Assert.IsLessThan(0.2, moved.UnmovedShare, "A logit may step back to its start, but hardly any does.");
    }

    [TestMethod]
    [DataRow(0, 0, 0)]
    [DataRow(4, 5, 0)]
    [DataRow(4, 0, -1)]
    public void Health_OfImpossibleCounts_IsRefused(int count, int undecided, int unmoved)
        => Assert.Contains("Layer 'a'", Assert.ThrowsExactly<ArgumentException>(() => new LogitHealth([new LayerHealth("a", count, undecided, unmoved)])).Message);

    [TestMethod]
    public void Learn_OfZeroSteps_KeepsTheStartingLogits()
    {
        var problem = Tiny.Classification(4);
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), problem.Shape, 1);

        var full = MaskLearner.Learn(weights, problem, Tiny.Vectors(8, 4, 4), Options with { StepCount = 0 }, Tiny.Context("full"));
        var empty = MaskLearner.Learn(weights, problem, Tiny.Vectors(8, 4, 4), Options with { StepCount = 0, InitialLogit = -1 }, Tiny.Context("empty"));

        Assert.AreEqual(full.Mask.Layout.Count, full.Mask.Kept);
        Assert.AreEqual(full.Mask.Layout.Count, full.Histogram.Counts[24]); // [2, 2.5)
        Assert.AreEqual(0, empty.Mask.Kept);
    }

    [TestMethod]
    [DataRow(100f)]
    [DataRow(-100f)]
    [DataRow(1e30f)]
    [DataRow(-1e30f)]
    public void Step_OfLogitsFarOutside_IsFinite(float logit)
    {
        var problem = Tiny.Classification(8);
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16]), problem.Shape, 1);
        using var logits = new MaskLogits(weights, Options, key: 3, threads: 1);
        for (var slot = 0; slot < 2; slot++)
        {
            logits.Logits.Span(slot).Fill(logit);
        }

        for (var step = 1; step <= 20; step++)
        {
            using var scope = NewDisposeScope();
            var output = logits.Sample(step).Forward(ones(4, 16, 8));
            var norm = logits.Learn(step, output.square().sum());

            Assert.IsTrue(double.IsFinite(norm));
            Assert.IsTrue(output.isfinite().all().item<bool>());
        }

        Assert.IsFalse(logits.Logits.Span(0).ContainsAnyExceptInRange(float.MinValue, float.MaxValue));
        Assert.AreEqual(logit > 0 ? logits.Logits.Layout.Count : 0, logits.ToMask("far").Kept);
    }

    [TestMethod]
    [DataRow(10.0, 1.0, 2.0)]   // runs far below: -50,000 and beyond
    [DataRow(10.0, 0.0, -40.0)] // starts where no weight is ever kept
    [DataRow(0.5, 0.01, 40.0)]
    public void Learn_OfFiveThousandStepsAtTheExtremes_StaysFinite(double rate, double beta, double initialLogit)
    {
        var problem = Tiny.Classification(3, 3);
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), problem.Shape, 1);
        var options = new MaskLearningOptions
        {
            StepCount = 5000,
            BatchSize = 4,
            SampleCount = 4,
            LearningRate = rate,
            Beta = beta,
            InitialLogit = initialLogit,
            GradientClip = double.PositiveInfinity,
        };

        var learned = MaskLearner.Learn(weights, problem, Tiny.Vectors(30, 3, 3), options, Tiny.Context("far"));

        Assert.IsTrue(learned.Curve.All(point => double.IsFinite(point.Loss)));
        Assert.AreEqual(learned.Mask.Layout.Count, learned.Histogram.Counts.Sum());
        if (beta == 1)
        {
            Assert.AreEqual(0, learned.Mask.Kept);
        }
    }

    private static double Accuracy(BoundProblem problem, NetworkWeights weights, ExampleTable table, IReadOnlyList<int>? slots)
    {
        using var predictor = new NetworkPredictor(problem, weights);
        return predictor.Count(table, slots).Accuracy;
    }
}
