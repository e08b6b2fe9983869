using CsCheck;
using static MlNetMasks.Masks.Tests.MaskGenerators;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class MaskPropertyTests
{
    [TestMethod]
    public void Not_Twice_IsTheSameMask() =>
        RandomMasks(1).Sample(masks => Assert.IsTrue(masks[0].Mask.Not().Not().BitsEqual(masks[0].Mask)));

    [TestMethod]
    public void Not_OfAnySize_KeepsUnusedBitsZero() => RandomMasks(1).Sample(masks =>
    {
        WeightMask inverse = masks[0].Mask.Not();
        Assert.AreEqual(inverse.Layout.Count, inverse.Kept + masks[0].Mask.Kept);
        for (int layer = 0; layer < inverse.Layout.Layers.Count; layer++)
        {
            Assert.AreEqual(0UL, inverse.Words(layer)[^1] & ~PackedBits.TailMask(inverse.Layout.Layers[layer].Count));
        }
    });

    [TestMethod]
    public void NotOfAnd_AnyTwoMasks_IsOrOfNots() => RandomMasks(2).Sample(masks =>
    {
        (WeightMask a, WeightMask b) = (masks[0].Mask, masks[1].Mask);
        Assert.IsTrue(a.And(b).Not().BitsEqual(a.Not().Or(b.Not())));
        Assert.IsTrue(a.Or(b).Not().BitsEqual(a.Not().And(b.Not())));
        Assert.IsTrue(a.Minus(b).BitsEqual(a.And(b.Not())));
    });

    [TestMethod]
    public void Algebra_AnyTwoMasks_EqualsNaiveBools() => RandomMasks(2).Sample(masks =>
    {
        (WeightMask a, WeightMask b) = (masks[0].Mask, masks[1].Mask);
        AssertBits(a, masks, (x, _) => x);
        AssertBits(a.And(b), masks, (x, y) => x && y);
        AssertBits(a.Or(b), masks, (x, y) => x || y);
        AssertBits(a.Minus(b), masks, (x, y) => x && !y);
        AssertBits(a.Not(), masks, (x, _) => !x);
    });

    [TestMethod]
    public void Statistics_AnyThreeMasks_EqualNaiveCounts() => RandomMasks(3).Sample(masks =>
    {
        bool[][] flat = [.. masks.Select(mask => mask.Bits.SelectMany(bits => bits).ToArray())];
        (WeightMask a, WeightMask b, WeightMask c) = (masks[0].Mask, masks[1].Mask, masks[2].Mask);
        int[] all = [.. Enumerable.Range(0, flat[0].Length)];
        int both = all.Count(i => flat[0][i] && flat[1][i]);
        int either = all.Count(i => flat[0][i] || flat[1][i]);
        int[] kept = [.. flat.Select(bits => bits.Count(bit => bit))];
        MaskSet set = new MaskSet(a.Layout).Add(a).Add(b).Add(c);

        Assert.AreEqual(both, MaskStatistics.Intersection(a, b));
        Assert.AreEqual((double)both / either, MaskStatistics.IoU(a, b));
        Assert.AreEqual((double)both / Math.Min(kept[0], kept[1]), MaskStatistics.IoMin(a, b));
        Assert.AreEqual((double)both / kept[1], MaskStatistics.Remaining(a, b));
        Assert.AreEqual((double)all.Count(i => flat[0][i] && (flat[1][i] || flat[2][i])) / kept[0], MaskStatistics.Shared(set, a.Name));
    });

    [TestMethod]
    public void IoU_AnyTwoMasks_IsAtMostIoMin() => RandomMasks(2).Sample(masks =>
    {
        (WeightMask a, WeightMask b) = (masks[0].Mask, masks[1].Mask);
        double ioMin = MaskStatistics.IoMin(a, b);
        Assert.IsTrue(double.IsNaN(ioMin) || MaskStatistics.IoU(a, b) <= ioMin);
        Assert.AreEqual(MaskStatistics.IoU(a, b), MaskStatistics.IoU(b, a));
    });

    [TestMethod]
    public void ToBits_FromBits_GivesTheSameMask() => RandomMasks(1).Sample(masks =>
    {
        WeightMask mask = masks[0].Mask;
        byte[][] bits = [.. Enumerable.Range(0, mask.Layout.Layers.Count).Select(mask.ToBits)];
        Assert.AreEqual(mask, WeightMask.FromBits(mask.Name, mask.Layout, bits));
    });

    [TestMethod]
    public void MaskFile_WriteAndRead_GivesTheSameSet() => RandomMasks(3).Sample(masks =>
    {
        MaskSet set = new MaskSet(masks[0].Mask.Layout)
            .Add(masks[0].Mask).Add(masks[1].Mask.Named("control"), MaskRole.Control).Add(masks[2].Mask);
        using MemoryStream stream = new();
        MaskFile.Write(stream, set);
        stream.Position = 0;
        Assert.AreEqual(set, MaskFile.Read(stream));
    });

    private static void AssertBits(WeightMask mask, NaiveMask[] operands, Func<bool, bool, bool> expected)
    {
        long kept = 0;
        for (int layer = 0; layer < mask.Layout.Layers.Count; layer++)
        {
            float[] expanded = new float[mask.Layout.Layers[layer].Count];
            mask.Expand(layer, expanded);
            int keptInLayer = 0;
            for (int i = 0; i < expanded.Length; i++)
            {
                bool bit = expected(operands[0].Bits[layer][i], operands[^1].Bits[layer][i]);
                Assert.AreEqual(bit, mask.IsKept(layer, i));
                Assert.AreEqual(bit ? 1f : 0f, expanded[i]);
                keptInLayer += bit ? 1 : 0;
            }

            Assert.AreEqual(keptInLayer, mask.KeptIn(layer));
            kept += keptInLayer;
        }

        Assert.AreEqual(kept, mask.Kept);
    }
}
