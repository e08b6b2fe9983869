using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed class HardMaskTests
{
    [TestMethod]
    public void Apply_OfLogits_KeepsWhereTheLogitIsAboveZero()
    {
        float[] weights = [1, 2, float.PositiveInfinity, -4, 5];
        float[] logits = [float.Epsilon, 0, -1, float.PositiveInfinity, -0f];

        HardMask.Apply(weights, logits, weights);

        CollectionAssert.AreEqual(new float[] { 1, 0, 0, -4, 0 }, weights);
    }

    [TestMethod]
    public void Apply_OfNaNLogit_NamesTheElement()
    {
        var failure = Assert.ThrowsExactly<ArithmeticException>(() => HardMask.Apply([1, 2], [1, float.NaN], new float[2]));

        StringAssert.Contains(failure.Message, "logit 1");
    }

    [TestMethod]
    public void Apply_OfBits_KeepsWhereTheBitIsSet()
    {
        var weights = Enumerable.Range(1, 130).Select(i => (float)i).ToArray();
        ulong[] bits = [1UL | (1UL << 63), 0b10, 0b11];
        var masked = new float[130];

        HardMask.Apply(weights, bits, masked);

        CollectionAssert.AreEqual(new float[] { 1, 64, 66, 129, 130 }, masked.Where(value => value != 0).ToArray());
    }

    [TestMethod]
    public void Apply_OfWrongLengths_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => HardMask.Apply(new float[64], new ulong[2], new float[64]));
        Assert.ThrowsExactly<ArgumentException>(() => HardMask.Apply(new float[3], new float[2], new float[3]));
        Assert.ThrowsExactly<ArgumentException>(() => HardMask.Apply(new float[3], new float[3], new float[2]));
    }
}
