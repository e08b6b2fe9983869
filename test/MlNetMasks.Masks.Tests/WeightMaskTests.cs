using static MlNetMasks.Masks.Tests.MaskGenerators;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class WeightMaskTests
{
    [TestMethod]
    public void FromLogits_BoundaryValues_KeepsOnlyPositive()
    {
        float[] logits = [0f, -0f, float.Epsilon, -float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, 100f, -100f, 2f];
        WeightMask mask = WeightMask.FromLogits("add", Layout(9), _ => logits);
        Assert.AreEqual(FromText("add", "001010101"), mask);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(63)]
    [DataRow(64)]
    [DataRow(129)]
    public void FromLogits_NaN_NamesMaskLayerAndIndex(int index)
    {
        float[] logits = new float[130];
        logits[index] = float.NaN;
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => WeightMask.FromLogits("add", Layout(130), _ => logits));
        StringAssert.Contains(fault.Message, $"Mask 'add', layer 'layers.0.weight': logit {index} is NaN.");
    }

    [TestMethod]
    public void FromLogits_WrongCount_NamesLayerAndCounts()
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => WeightMask.FromLogits("add", Layout(5), _ => new float[4]));
        StringAssert.Contains(fault.Message, "layer layers.0.weight [5]: 4 logits given, 5 expected");
    }

    [TestMethod]
    public void FullAndEmpty_OddSizes_KeepAllAndNone()
    {
        MaskLayout layout = Layout(1, 63, 64, 65);
        Assert.AreEqual(193, WeightMask.Full("full", layout).Kept);
        Assert.AreEqual(1.0, WeightMask.Full("full", layout).DensityOf(3));
        Assert.AreEqual(0, WeightMask.Empty("empty", layout).Kept);
        Assert.IsTrue(WeightMask.Full("full", layout).Not().BitsEqual(WeightMask.Empty("empty", layout)));
    }

    [TestMethod]
    public void ToBits_ElevenWeights_PutsWeightZeroIntoTheLowestBit() =>
        CollectionAssert.AreEqual(new byte[] { 0b0000_0101, 0b0000_0110 }, FromText("add", "10100000011").ToBits(0));

    [TestMethod]
    public void FromBits_UnusedBitSet_IsRefused()
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => WeightMask.FromBits("add", Layout(3), [[0b1000]]));
        StringAssert.Contains(fault.Message, "a bit after weight 2 is set");
    }

    [TestMethod]
    public void FromBits_WrongNumberOfLayersOrBytes_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => WeightMask.FromBits("add", Layout(3), []));
        Assert.ThrowsExactly<ArgumentException>(() => WeightMask.FromBits("add", Layout(3), [[0, 0]]));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("a/b")]
    [DataRow("a\nb")]
    public void Name_BlankOrSeparator_IsRefused(string name)
    {
        Assert.ThrowsExactly<ArgumentException>(() => WeightMask.Full(name, Layout(3)));
        Assert.ThrowsExactly<ArgumentException>(() => FromText("add", "101").Named(name));
    }

    [TestMethod]
    public void And_DifferentLayouts_NamesBothMasksAndTheFirstDifference()
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => FromText("add", "101").And(FromText("mul", "1010")));
        StringAssert.Contains(fault.Message, "'add' and 'mul'");
        StringAssert.Contains(fault.Message, "layer 0 is layers.0.weight [3] in the first and layers.0.weight [4] in the second");
    }

    [TestMethod]
    public void Operations_WithoutName_DescribeThemselves()
    {
        (WeightMask a, WeightMask b) = (FromText("add", "110"), FromText("mul", "011"));
        Assert.AreEqual(FromText("add and mul", "010"), a.And(b));
        Assert.AreEqual(FromText("add or mul", "111"), a.Or(b));
        Assert.AreEqual(FromText("add minus mul", "100"), a.Minus(b));
        Assert.AreEqual(FromText("not add", "001"), a.Not());
        Assert.AreEqual(FromText("rest", "001"), a.Not("rest"));
    }

    [TestMethod]
    public void Equals_OtherNameOrBits_IsFalse()
    {
        WeightMask mask = FromText("add", "110");
        Assert.AreEqual(mask, FromText("add", "110"));
        Assert.AreEqual(mask.GetHashCode(), FromText("add", "110").GetHashCode());
        Assert.AreNotEqual(mask, mask.Named("mul"));
        Assert.IsTrue(mask.BitsEqual(mask.Named("mul")));
        Assert.AreNotEqual(mask, FromText("add", "101"));
        Assert.IsFalse(mask.BitsEqual(FromText("add", "1100")));
    }

    [TestMethod]
    public void IsKept_OutsideTheLayer_IsRefused()
    {
        WeightMask mask = FromText("add", "110");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mask.IsKept(0, 3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mask.IsKept(0, -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mask.IsKept(1, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mask.KeptIn(-1));
        Assert.ThrowsExactly<ArgumentException>(() => mask.Expand(0, new float[2]));
    }
}
