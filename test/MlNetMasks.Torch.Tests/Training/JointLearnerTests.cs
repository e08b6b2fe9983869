using MlNetMasks.Masks;
using MlNetMasks.Torch.Kernels;
using MlNetMasks.Torch.Tests.Checkpoints;
using MlNetMasks.Torch.Tests.Images;

namespace MlNetMasks.Torch.Tests.Training;

[TestClass]
public sealed class JointLearnerTests
{
    private const int FirstHidden = 2; // index of layers.1.weight behind the first layer's weight and bias

    [TestMethod]
    public void Learn_OfOneFunctionAfterAnother_SolvesEachAndKeepsWhatEarlierMasksKeep()
    {
        using var weights = NetworkWeights.Initialize(JointCase.Network, JointCase.Problem.Shape, 1);
        var before = LiveTensors.OfThisThread;
        WeightMask? used = null;
        for (var function = 0; function < 3; function++)
        {
            var rows = JointCase.Rows(function);
            int[] kept = used is null ? [] : JointCase.Bits(weights, used, FirstHidden);
            var learned = JointLearner.Learn(weights, used, JointCase.Problem, rows, JointCase.Options, JointCase.Joint, Tiny.Context($"f{function}", key: (ulong)function));

            Assert.IsGreaterThan(0.9, JointCase.Accuracy(weights, learned.Mask, rows));
            Assert.IsLessThan(0.6, learned.Mask.Density, "The regulariser must have removed weights.");
            Assert.AreEqual(weights.MaskLayout.Count, learned.Histogram.Counts.Sum());
            if (used is not null)
            {
                CollectionAssert.AreEqual(kept, JointCase.Bits(weights, used, FirstHidden), "Kept weights must stay bit by bit.");
            }

            used = used?.Or(learned.Mask, "used") ?? learned.Mask;
        }

        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    [DataRow(2.0)]
    [DataRow(0.0)]
    [DataRow(-1.0)]
    public void Learn_WithoutSteps_BeginsAnewButForKeptWeights(double newLogit)
    {
        using var weights = NetworkWeights.Initialize(JointCase.Network, JointCase.Problem.Shape, 1);
        var used = JointCase.RandomMask("used", weights.MaskLayout, share: 0.4);
        var (old, kept) = (Tiny.Snapshot(weights), JointCase.Bits(weights, used, FirstHidden));

        var learned = JointLearner.Learn(
            weights, used, JointCase.Problem, JointCase.Rows(0), JointCase.Options with { StepCount = 0 }, JointCase.Joint with { NewLogit = newLogit }, Tiny.Context("f"));

        CollectionAssert.AreEqual(kept, JointCase.Bits(weights, used, FirstHidden));
        for (var layer = 0; layer < weights.MaskLayout.Layers.Count; layer++)
        {
            var values = weights.Arena.Span(layer).ToArray();
            var (isFirst, isBias) = (layer < FirstHidden, weights.MaskLayout.Layers[layer].Shape.Count == 1);
            float[] fresh = [.. values.Where((_, i) => isFirst || !used.IsKept(layer, i))];
            Assert.IsTrue(isBias ? fresh.All(value => value == 0) : fresh.All(value => value != 0 && !old.Contains(value)));
            if (!isBias)
            {
                var shape = weights.MaskLayout.Layers[layer].Shape;
                var deviation = Math.Sqrt(2) * Math.Sqrt(2.0 / (shape[0] + shape[1]));
                Assert.AreEqual(deviation, Math.Sqrt(fresh.Average(value => value * value)), 0.25 * deviation, "Xavier with the gain of ReLU");
            }

            for (var i = 0; i < values.Length; i++)
            {
                Assert.AreEqual(newLogit > 0 || (!isFirst && used.IsKept(layer, i)), learned.Mask.IsKept(layer, i));
            }
        }

        Assert.AreEqual(1, learned.Health!.UnmovedShare, "Every logit stands where it started, wherever that was.");
    }

    [TestMethod]
    public void Learn_OfTheFirstFunction_StartsAtTheInitialLogitWhateverTheNewOneIs()
    {
        using var weights = NetworkWeights.Initialize(JointCase.Network, JointCase.Problem.Shape, 1);

        var learned = JointLearner.Learn(
            weights, used: null, JointCase.Problem, JointCase.Rows(0), JointCase.Options with { StepCount = 0 }, JointCase.Joint with { NewLogit = -1 }, Tiny.Context("f"));

        Assert.AreEqual(1, learned.Mask.Density);
    }

    [TestMethod]
    public void Learn_ThatKeepsTheFirstLayer_FreezesItToo()
    {
        using var weights = NetworkWeights.Initialize(JointCase.Network, JointCase.Problem.Shape, 1);
        var used = JointCase.RandomMask("used", weights.MaskLayout, share: 0.4);
        var kept = JointCase.Bits(weights, used);
        var old = Tiny.Snapshot(weights);

        JointLearner.Learn(
            weights, used, JointCase.Problem, JointCase.Rows(0), JointCase.Options with { StepCount = 20 }, JointCase.Joint with { KeepsFirstLayer = true }, Tiny.Context("f"));

        CollectionAssert.AreEqual(kept, JointCase.Bits(weights, used));
        CollectionAssert.AreNotEqual(old, Tiny.Snapshot(weights));
    }

    [TestMethod]
    public void Learn_WithTheSameKey_GivesTheSameBits()
    {
        (string Weights, WeightMask Mask)[] runs = [.. new ulong[] { 7, 7, 8 }.Select(key =>
        {
            using var weights = NetworkWeights.Initialize(JointCase.Network, JointCase.Problem.Shape, 1);
            var learned = JointLearner.Learn(
                weights, used: null, JointCase.Problem, JointCase.Rows(0), JointCase.Options with { StepCount = 30, InitialLogit = 0.2 }, JointCase.Joint, Tiny.Context("f", key));
            return (string.Join(' ', Tiny.Snapshot(weights)), learned.Mask);
        })];

        Assert.AreEqual(runs[0].Weights, runs[1].Weights);
        Assert.IsTrue(runs[0].Mask.BitsEqual(runs[1].Mask));
        Assert.AreNotEqual(runs[0].Weights, runs[2].Weights);
    }

    [TestMethod]
    public void Learn_OfConvolutions_KeepsWhatEarlierMasksKeep()
    {
        using var weights = NetworkWeights.Initialize(TinyImages.Network, TinyImages.Problem.Shape, 1);
        var used = JointCase.RandomMask("used", weights.MaskLayout, share: 0.5);
        var kept = JointCase.Bits(weights, used, FirstHidden);

        JointLearner.Learn(weights, used, TinyImages.Problem, TinyImages.Rows, JointCase.Options with { StepCount = 10 }, JointCase.Joint, Tiny.Context("f"));

        CollectionAssert.AreEqual(kept, JointCase.Bits(weights, used, FirstHidden));
    }

    [TestMethod]
    public void Learn_WithAParametrisationThatKnowsNoWeightGradients_GoesTheSameWay()
    {
        float[][] runs = [.. new MaskParametrisationSpec[] { new LogisticMask(), new UserParametrisation(workers => new TensorLogisticMask(UniformSource.CounterStreams, workers)) }.Select(parametrisation =>
        {
            using var weights = NetworkWeights.Initialize(JointCase.Network, JointCase.Problem.Shape, 1);
            JointLearner.Learn(
                weights, used: null, JointCase.Problem, JointCase.Rows(0), JointCase.Options with { StepCount = 3, Parametrisation = parametrisation }, JointCase.Joint, Tiny.Context("f"));
            return Tiny.Snapshot(weights);
        })];

        for (var i = 0; i < runs[0].Length; i++)
        {
            Assert.AreEqual(runs[0][i], runs[1][i], 1e-3);
        }
    }

    [TestMethod]
    public void Learn_OfWhatCannotBe_SaysWhy()
    {
        using var bare = NetworkWeights.Initialize(new FeedForwardNetwork([4]), JointCase.Problem.Shape, 1);
        using var weights = NetworkWeights.Initialize(JointCase.Network, JointCase.Problem.Shape, 1);
        void Learn(NetworkWeights on, WeightMask? used, MaskLearningOptions options, JointLearning joint) =>
            JointLearner.Learn(on, used, JointCase.Problem, JointCase.Rows(0), options, joint, Tiny.Context("f"));

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Learn(bare, null, JointCase.Options, JointCase.Joint)).Message, "Parameter 'layers.0.bias' has no mask");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Learn(weights, WeightMask.Full("foreign", bare.MaskLayout), JointCase.Options, JointCase.Joint)).Message,
            "'foreign' belongs to a network with other maskable tensors");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Learn(weights, null, JointCase.Options with { Precision = Precision.BFloat16 }, JointCase.Joint)).Message, "need single precision");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => JointCase.Joint with { NewLogit = 41 });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => JointCase.Joint with { WeightLearningRate = 0 });
    }

    [TestMethod]
    public void Learn_ThatDiverges_NamesStageAndStep()
    {
        using var weights = NetworkWeights.Initialize(JointCase.Network, JointCase.Problem.Shape, 1);

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => JointLearner.Learn(
            weights, null, JointCase.Problem, Tiny.Vectors(50, JointCase.Features, scale: 1e38), JointCase.Options, JointCase.Joint, Tiny.Context("f")));

        StringAssert.Contains(error.Message, "Stage 'f' diverged in step 1");
    }

    [TestMethod]
    public void Checkpoint_OfAnotherStart_IsRefused()
    {
        var checkpoint = new MemoryCheckpoint();
        void Learn(double newLogit, double share)
        {
            using var weights = NetworkWeights.Initialize(JointCase.Network, JointCase.Problem.Shape, 1);
            JointLearner.Learn(
                weights, JointCase.RandomMask("used", weights.MaskLayout, share), JointCase.Problem, JointCase.Rows(0), JointCase.Options with { StepCount = 5 },
                JointCase.Joint with { NewLogit = newLogit }, Tiny.Context("f") with { Checkpoint = checkpoint });
        }

        Learn(0, 0.3);

        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => Learn(-1, 0.3)).Message, "NewLogit was 0 and is -1");
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => Learn(0, 0.4)).Message, "frozen weights was");
    }
}
