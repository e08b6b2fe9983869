using MlNetMasks.Masks;

namespace MlNetMasks.Torch.Tests.Training;

[TestClass]
public sealed class PrecisionTests
{
    private static readonly int[] Seeds = [1, 2, 3];

    /// <summary>What allows <see cref="Precision.Auto"/> to choose bfloat16: the differences are smaller than those between seeds.</summary>
    [TestMethod]
    public void Learn_InBFloat16OverSeeds_FindsMasksOfTheSameAccuracyAndNearerThanThoseOfAnotherSeed() => Compare(
        [64, 64],
        new PretrainOptions { StepCount = 800, BatchSize = 100, LearningRate = 5e-3 },
        new MaskLearningOptions { StepCount = 400, BatchSize = 100, LearningRate = 5e-2, Beta = 1e-3 });

    /// <summary>The same at a size at which <see cref="Precision.Auto"/> does choose it.</summary>
    [TestMethod]
    [TestCategory("Slow")]
    public void Learn_OfALargeNetworkInBFloat16OverSeeds_FindsMasksOfTheSameAccuracyAndNearerThanThoseOfAnotherSeed() => Compare(
        [1500, 1500, 1500],
        new PretrainOptions { StepCount = 200, BatchSize = 100, LearningRate = 1e-3 },
        new MaskLearningOptions { StepCount = 200, BatchSize = 100, LearningRate = 1e-1, Beta = 1e-4 },
        PrecisionChoice.LargeNetwork);

    [TestMethod]
    [DataRow(Precision.Auto, PrecisionChoice.LargeNetwork, true, Precision.BFloat16)]
    [DataRow(Precision.Auto, PrecisionChoice.LargeNetwork - 1, true, Precision.Float32)]
    [DataRow(Precision.Auto, PrecisionChoice.LargeNetwork, false, Precision.Float32)]
    [DataRow(Precision.BFloat16, 1L, false, Precision.BFloat16)]
    [DataRow(Precision.Float32, 100_000_000L, true, Precision.Float32)]
    public void PrecisionChoice_OfAuto_TakesBFloat16ForLargeNetworksOnProcessorsThatHaveIt(Precision wanted, long maskable, bool isNative, Precision expected) =>
        Assert.AreEqual(expected, PrecisionChoice.Of(wanted, maskable, isNative));

    [TestMethod]
    public void Learn_OfASmallNetworkInAuto_IsThatInSinglePrecision()
    {
        var problem = Tiny.BoundTwoDigits();
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([32]), problem.Shape, 1);
        var options = new MaskLearningOptions { StepCount = 20, InitialLogit = 0.5 };
        var masks = new[] { Precision.Float32, Precision.Auto }
            .Select(precision => MaskLearner.Learn(weights, problem, Tiny.TwoDigitRows(), options with { Precision = precision }, Tiny.Context("mask")).Mask).ToList();

        Assert.IsTrue(masks[0].BitsEqual(masks[1]));
    }

    private static void Compare(IReadOnlyList<int> hidden, PretrainOptions pretraining, MaskLearningOptions options, long atLeast = 0)
    {
        var problem = Tiny.BoundAddMul();
        var table = Tiny.AddMulRows();
        List<double> single = [], rounded = [], betweenPrecisions = [], betweenSeeds = [];
        foreach (var seed in Seeds)
        {
            using var weights = NetworkWeights.Initialize(new FeedForwardNetwork(hidden), problem.Shape, (ulong)seed);
            Assert.IsGreaterThanOrEqualTo(atLeast, weights.MaskLayout.Count);
            Pretrainer.Train(weights, problem, table, pretraining, Tiny.Context(key: (ulong)seed));
            var reference = Learn(options, (ulong)seed);
            var inBFloat16 = Learn(options with { Precision = Precision.BFloat16 }, (ulong)seed);
            var ofAnotherSeed = Learn(options, (ulong)seed + 100);
            single.Add(Accuracy(reference));
            rounded.Add(Accuracy(inBFloat16));
            betweenPrecisions.Add(MaskStatistics.IoU(reference, inBFloat16));
            betweenSeeds.Add(MaskStatistics.IoU(reference, ofAnotherSeed));

            WeightMask Learn(MaskLearningOptions how, ulong key) => MaskLearner.Learn(weights, problem, table, how, Tiny.Context("mask", key)).Mask;

            double Accuracy(WeightMask mask)
            {
                using var predictor = new NetworkPredictor(problem, weights.Masked(mask));
                return predictor.Count(table, slots: null).Accuracy;
            }
        }

        Assert.IsGreaterThan(0.9, single.Average(), "The test needs masks that keep their function.");
        var spread = Math.Max(single.Max() - single.Min(), 0.02);
        Assert.IsLessThanOrEqualTo(spread, Math.Abs(single.Average() - rounded.Average()), $"{string.Join(", ", single)} against {string.Join(", ", rounded)}");
        Assert.IsGreaterThan(betweenSeeds.Average(), betweenPrecisions.Average(), $"{string.Join(", ", betweenPrecisions)} against {string.Join(", ", betweenSeeds)}");
    }
}
