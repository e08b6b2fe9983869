using System.Numerics;
using static MlNetMasks.Masks.Tests.MaskGenerators;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class MaskChanceTests
{
    [TestMethod]
    [DataRow(10, 4, 7)]
    [DataRow(4, 2, 2)]
    [DataRow(1, 1, 1)]
    [DataRow(1, 0, 1)]
    [DataRow(30, 0, 12)]
    [DataRow(30, 30, 12)]
    [DataRow(60, 31, 58)]
    public void Sample_UniformGrid_FollowsTheExactProbabilities(int count, int keptA, int keptB)
    {
        HypergeometricDistribution distribution = new(count, keptA, keptB);
        const int Points = 40_000;
        int[] frequencies = new int[count + 1];
        for (int i = 0; i < Points; i++)
        {
            frequencies[distribution.Sample((i + 0.5) / Points)]++;
        }

        double mean = 0;
        double square = 0;
        for (int k = 0; k <= count; k++)
        {
            double probability = Probability(count, keptA, keptB, k);
            Assert.AreEqual(probability, (double)frequencies[k] / Points, 2.0 / Points, $"k = {k}");
            mean += probability * k;
            square += probability * k * k;
        }

        Assert.AreEqual(mean, distribution.Mean, 1e-9);
        Assert.AreEqual(square - (mean * mean), distribution.Variance, 1e-9);
    }

    [TestMethod]
    [DataRow(2_000_000_000, 1_000_000_000, 900_000_000)]
    [DataRow(2_000_000_000, 2_000_000_000, 900_000_000)]
    [DataRow(2_000_000_000, 3, 1_999_999_998)]
    [DataRow(2_000_000_000, 1, 1)]
    public void Sample_HugeLayer_StaysWithinTheSupportAndNearTheMean(int count, int keptA, int keptB)
    {
        HypergeometricDistribution distribution = new(count, keptA, keptB);
        double deviation = Math.Sqrt(distribution.Variance);
        foreach (double uniform in (double[])[0, 0.01, 0.5, 0.99, 1 - (1.0 / (1L << 53))])
        {
            long sample = distribution.Sample(uniform);
            Assert.IsInRange(Math.Max(0L, (long)keptA + keptB - count), Math.Min(keptA, keptB), sample);
        }

        Assert.AreEqual(distribution.Mean, distribution.Sample(0.5), (0.01 * deviation) + 1);
        Assert.AreEqual(distribution.Mean - (1.96 * deviation), distribution.Sample(0.025), (0.01 * deviation) + 1);
        Assert.AreEqual(distribution.Mean + (1.96 * deviation), distribution.Sample(0.975), (0.01 * deviation) + 1);
    }

    [TestMethod]
    public void Between_TwoLayers_SumsExpectationAndVariance()
    {
        WeightMask a = FromText("a", "1111000000", "11000000");
        WeightMask b = FromText("b", "1111111000", "00110000");
        ChanceOverlap total = MaskChance.Between(a, b);
        double variance = (4.0 * 7 * 6 * 3 / (100 * 9)) + (2.0 * 2 * 6 * 6 / (64 * 7));
        Assert.AreEqual(2.8 + 0.5, total.ExpectedIntersection, 1e-12);
        Assert.AreEqual(variance, total.IntersectionVariance, 1e-12);
        Assert.AreEqual((4 - 3.3) / Math.Sqrt(variance), total.IntersectionZ, 1e-12);
        Assert.AreEqual(3.3 / 6, total.IoMin.Mean, 1e-12);
        IReadOnlyList<ChanceOverlap> layers = MaskChance.PerLayer(a, b);
        Assert.AreEqual(2.8, layers[0].ExpectedIntersection, 1e-12);
        Assert.AreEqual(0.5, layers[1].ExpectedIntersection, 1e-12);
    }

    [TestMethod]
    public void Between_SmallMasks_GivesTheExpectationOfTheRatioNotTheRatioOfExpectations()
    {
        // Intersections 0, 1, 2 with probability 1/6, 4/6, 1/6 and IoU 0, 1/3, 1: mean 7/18; the densities alone would give 1/3.
        ChanceOverlap chance = MaskChance.Between(FromText("a", "1100"), FromText("b", "0110"), draws: 20_000, seed: 3);
        Assert.AreEqual(7.0 / 18, chance.IoU.Mean, 0.005);
        Assert.AreEqual(0.0, chance.IoU.Low);
        Assert.AreEqual(1.0, chance.IoU.High);
        Assert.AreEqual(0.5, chance.IoMin.Mean);
    }

    [TestMethod]
    public void Between_FullOrEmptyMask_HasNoVarianceAndNoZ()
    {
        WeightMask full = FromText("full", "1111", "1");
        WeightMask some = FromText("some", "1100", "1");
        ChanceOverlap chance = MaskChance.Between(full, some);
        Assert.AreEqual(0.0, chance.IntersectionVariance);
        Assert.AreEqual(double.NaN, chance.IntersectionZ);
        Assert.AreEqual(new ChanceInterval(0.6, 0.6, 0.6), chance.IoU);
        Assert.AreEqual(new ChanceInterval(1, 1, 1), chance.IoMin);

        ChanceOverlap none = MaskChance.Between(full.Not(), some);
        Assert.AreEqual(new ChanceInterval(0, 0, 0), none.IoU);
        Assert.AreEqual(new ChanceInterval(double.NaN, double.NaN, double.NaN), none.IoMin);
        Assert.AreEqual(new ChanceInterval(double.NaN, double.NaN, double.NaN), MaskChance.Between(full.Not(), full.Not()).IoU);
    }

    [TestMethod]
    public void Between_IndependentRandomMasks_FallsIntoTheInterval()
    {
        MaskLayout layout = Layout(5000, 300, 70);
        NamedRandom random = new(11);
        WeightMask a = Draw("a", 0.3);
        WeightMask b = Draw("b", 0.6);
        ChanceOverlap chance = MaskChance.Between(a, b, seed: 5);
        Assert.IsLessThan(3.0, Math.Abs(chance.IntersectionZ));
        Assert.IsTrue(chance.IoU.Low < chance.IoU.Mean && chance.IoU.Mean < chance.IoU.High);
        Assert.AreEqual(2 * 1.96 * Math.Sqrt(chance.IntersectionVariance) / Math.Min(a.Kept, b.Kept), chance.IoMin.High - chance.IoMin.Low, 0.005);
        Assert.AreEqual(chance, MaskChance.Between(a, b, seed: 5));
        Assert.AreNotEqual(chance, MaskChance.Between(a, b, seed: 6));

        WeightMask Draw(string name, double keep) => FromBools(
            name, layout, [.. layout.Layers.Select(layer => Enumerable.Range(0, layer.Count).Select(_ => random.NextDouble() < keep).ToArray())]);
    }

    [TestMethod]
    public void Between_EqualMasks_StandsFarAboveChance()
    {
        WeightMask mask = FromBools("a", Layout(1000), [[.. Enumerable.Range(0, 1000).Select(i => i % 3 == 0)]]);
        Assert.IsGreaterThan(20.0, MaskChance.Between(mask, mask).IntersectionZ);
    }

    [TestMethod]
    [DataRow(99)]
    [DataRow(1_000_001)]
    public void Between_DrawsOutOfRange_IsRefused(int draws) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => MaskChance.Between(FromText("a", "1"), FromText("b", "1"), draws));

    private static double Probability(int count, int keptA, int keptB, int k) =>
        (double)(Choose(keptA, k) * Choose(count - keptA, keptB - k)) / (double)Choose(count, keptB);

    private static BigInteger Choose(int n, int k)
    {
        if (k < 0 || k > n)
        {
            return 0;
        }

        BigInteger result = 1;
        for (int i = 1; i <= k; i++)
        {
            result = result * (n - k + i) / i;
        }

        return result;
    }
}
