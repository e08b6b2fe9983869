namespace MlNetMasks.Data.Tests;

[TestClass]
public sealed class CounterRandomTests
{
    [TestMethod]
    public void Bits_SameArguments_GiveTheSameValue() =>
        Assert.AreEqual(new CounterRandom(7, "a").Bits(3, 1), new CounterRandom(7, "a").Bits(3, 1));

    [TestMethod]
    public void Bits_AnyArgumentChanged_GivesAnotherValue()
    {
        ulong[] values =
        [
            new CounterRandom(7, "a").Bits(3, 1),
            new CounterRandom(8, "a").Bits(3, 1),
            new CounterRandom(7, "b").Bits(3, 1),
            new CounterRandom(7, "a").Bits(4, 1),
            new CounterRandom(7, "a").Bits(3, 2),
            new CounterRandom(7, "a").Bits(1, 3),
        ];

        Assert.HasCount(values.Length, values.Distinct());
    }

    [TestMethod]
    public void Bits_NeighbouringSeeds_DifferInHalfOfTheBits()
    {
        int differing = Enumerable.Range(0, 1000).Sum(static seed =>
            System.Numerics.BitOperations.PopCount(new CounterRandom(seed, "s").Bits(0, 0) ^ new CounterRandom(seed + 1, "s").Bits(0, 0)));

        Assert.AreEqual(32_000, differing, 5 * Math.Sqrt(64_000) / 2);
    }

    [TestMethod]
    public void Uniform_ManyDraws_StayInsideTheOpenIntervalAroundOneHalf()
    {
        var random = new CounterRandom(1, "u");
        double[] values = [.. Enumerable.Range(0, 10_000).Select(i => random.Uniform(i, 0))];

        Assert.IsTrue(values.All(static value => value is > 0 and < 1));
        Assert.AreEqual(0.5, values.Average(), 5 / Math.Sqrt(12 * 10_000));
    }

    [TestMethod]
    public void Below_One_IsZero() => Assert.AreEqual(0, new CounterRandom(1, "b").Below(1, 5, 0));

    [TestMethod]
    public void Below_Zero_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CounterRandom(1, "b").Below(0, 0, 0));
}
