namespace MlNetMasks.Torch.Tests.Randomness;

[TestClass]
public sealed class RandomStreamTests
{
    [TestMethod]
    public void NextUInt64_FromAKey_GivesTheKnownNumbers()
    {
        // xoshiro256** with the state SplitMix64 makes of the key, computed by an independent implementation.
        var stream = new RandomStream(42);
        ulong[] known = [0x15780B2E0C2EC716UL, 0x6104D9866D113A7EUL, 0xAE17533239E499A1UL, 0xECB8AD4703B360A1UL];

        CollectionAssert.AreEqual(known, Enumerable.Range(0, known.Length).Select(_ => stream.NextUInt64()).ToArray());
    }

    [TestMethod]
    public void DeriveKey_FromSeedAndName_GivesTheKnownNumbers()
    {
        Assert.AreEqual(0xA6AEA6B53E97350CUL, RandomStream.DeriveKey(1, "pretrain/weights"));
        Assert.AreEqual(0x910A2DEC89025CC1UL, RandomStream.DeriveKey(1));
    }

    [TestMethod]
    public void DeriveKey_OfDifferentSeedsAndNames_NeverRepeats()
    {
        var keys = from seed in Enumerable.Range(0, 100)
                   from name in Enumerable.Range(0, 100)
                   select RandomStream.DeriveKey((ulong)seed, $"mask/{name}");
        Assert.AreEqual(10_000, keys.Distinct().Count());
    }

    [TestMethod]
    public void Streams_OfNeighbouringKeys_AreUncorrelated()
    {
        var (a, b) = (new RandomStream(1), new RandomStream(2));
        var named = (First: new RandomStream(RandomStream.DeriveKey(5, "a")), Second: new RandomStream(RandomStream.DeriveKey(5, "b")));

        Assert.AreEqual(0, Correlation(a, b), 0.02);
        Assert.AreEqual(0, Correlation(named.First, named.Second), 0.02);
        Assert.AreEqual(0, Correlation(new RandomStream(0), new RandomStream(0x9E3779B97F4A7C15UL)), 0.02);
    }

    [TestMethod]
    public void NextDouble_OfManyDraws_IsUniformStrictlyInsideZeroAndOne()
    {
        var stream = new RandomStream(3);
        var bins = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            var value = stream.NextDouble();
            Assert.IsTrue(value is > 0 and < 1);
            bins[(int)(value * 10)]++;
        }

        Assert.IsTrue(bins.All(count => Math.Abs(count - 10_000) < 500), string.Join(", ", bins));
    }

    [TestMethod]
    public void NextInt32_OfManyDraws_ReachesEveryValueEquallyOften()
    {
        var stream = new RandomStream(4);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[stream.NextInt32(7)]++;
        }

        Assert.IsTrue(counts.All(count => Math.Abs(count - 10_000) < 500), string.Join(", ", counts));
        Assert.AreEqual(0, stream.NextInt32(1));
        Assert.IsInRange(0, int.MaxValue - 1, stream.NextInt32(int.MaxValue));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => stream.NextInt32(0));
    }

    [TestMethod]
    public void FillUniform_OfAnInterval_StaysInIt()
    {
        var values = new float[10_000];
        new RandomStream(5).FillUniform(values, -0.25, 0.75);

        Assert.IsFalse(values.AsSpan().ContainsAnyExceptInRange(-0.25f, 0.75f));
        Assert.AreEqual(0.25, values.Average(), 0.02);
    }

    [TestMethod]
    public void Shuffle_OfThreeValues_GivesEveryOrderEquallyOften()
    {
        var stream = new RandomStream(6);
        var orders = new Dictionary<string, int>();
        for (var i = 0; i < 6000; i++)
        {
            int[] values = [0, 1, 2];
            stream.Shuffle(values);
            var order = string.Concat(values);
            orders[order] = orders.GetValueOrDefault(order) + 1;
        }

        Assert.HasCount(6, orders);
        Assert.IsTrue(orders.Values.All(count => Math.Abs(count - 1000) < 150), string.Join(", ", orders.Values));
    }

    private static double Correlation(RandomStream a, RandomStream b)
        => Enumerable.Range(0, 20_000).Average(_ => (a.NextDouble() - 0.5) * (b.NextDouble() - 0.5)) * 12;
}
