using static MlNetMasks.Masks.Tests.MaskGenerators;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class ConditionMaskTests
{
    private static readonly WeightMask Add = FromText("add", "1100", "0110", "10", "011");
    private static readonly WeightMask Control = FromText("control", "1110", "0111", "11", "110");

    [TestMethod]
    [DataRow(Condition.Unmasked, "1111", "1111", "11", "111")]
    [DataRow(Condition.Mask, "1100", "0110", "10", "011")]
    [DataRow(Condition.Reinitialised, "1100", "0110", "10", "011")]
    [DataRow(Condition.Inverse, "0011", "1001", "01", "100")]
    [DataRow(Condition.InverseIoControl, "1110", "1001", "01", "110")]
    [DataRow(Condition.InverseIoOnes, "1111", "1001", "01", "111")]
    [DataRow(Condition.HalfEarly, "1110", "0111", "11", "111")]
    [DataRow(Condition.HalfLate, "1111", "1111", "11", "110")]
    public void Of_EveryCondition_KeepsTheWeightsOfItsDefinition(Condition condition, params string[] layers) =>
        Assert.IsTrue(ConditionMask.Of(condition, Add, Control).BitsEqual(FromText("expected", layers)));

    [TestMethod]
    public void Of_OuterLayersWithMaskedBiases_AreWeightAndBias()
    {
        MaskLayout layout = new(new[] { "in", "hidden", "out" }.SelectMany(name => new MaskLayer[] { new($"{name}.weight", [2]), new($"{name}.bias", [1]) }));
        WeightMask mask = FromBools("add", layout, [[true, false], [true], [true, false], [true], [true, false], [true]]);
        WeightMask expected = FromBools("expected", layout, [[true, true], [true], [false, true], [false], [true, true], [true]]);

        Assert.IsTrue(ConditionMask.Of(Condition.InverseIoOnes, mask).BitsEqual(expected));
    }

    [TestMethod]
    public void Of_HalfMasksOfThreeLayers_CountTheMiddleOneAsEarly()
    {
        WeightMask control = FromText("control", "10", "01", "10");
        Assert.IsTrue(ConditionMask.Of(Condition.HalfEarly, control, control).BitsEqual(FromText("early", "10", "01", "11")));
        Assert.IsTrue(ConditionMask.Of(Condition.HalfLate, control, control).BitsEqual(FromText("late", "11", "11", "10")));
    }

    [TestMethod]
    public void Of_HalfMasks_AreNamedAfterTheControl() => Assert.AreEqual("control", ConditionMask.Of(Condition.HalfEarly, Add, Control).Name);

    [TestMethod]
    public void Of_OneLayer_IsInputAndOutputLayerAtOnce()
    {
        WeightMask mask = FromText("add", "1100");
        Assert.IsTrue(ConditionMask.Of(Condition.InverseIoOnes, mask).BitsEqual(WeightMask.Full("all", mask.Layout)));
    }

    [TestMethod]
    [DataRow(Condition.InverseIoControl, "The condition 'inverse-io-control' needs a control mask")]
    [DataRow(Condition.HalfEarly, "The condition 'half-early' needs a control mask")]
    [DataRow(Condition.HalfLate, "The condition 'half-late' needs a control mask")]
    public void Of_WithoutControl_SaysWhatToDo(Condition condition, string expected)
    {
        Assert.IsTrue(ConditionMask.NeedsControl(condition));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => ConditionMask.Of(condition, Add)).Message, expected);
    }

    [TestMethod]
    public void Of_ControlOfAnotherNetwork_IsRefused() =>
        Assert.ThrowsExactly<ArgumentException>(() => ConditionMask.Of(Condition.InverseIoControl, Add, FromText("control", "11")));

    [TestMethod]
    [DataRow(Condition.None)]
    [DataRow(Condition.Random)]
    public void Of_ConditionWithoutMask_IsRefused(Condition condition) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ConditionMask.Of(condition, Add, Control));

    [TestMethod]
    public void Of_InverseOfInverse_IsTheMask() => CsCheck.Check.Sample(RandomMasks(1), masks =>
    {
        WeightMask mask = masks[0].Mask;
        Assert.AreEqual(mask, ConditionMask.Of(Condition.Inverse, ConditionMask.Of(Condition.Inverse, mask)));
    });

    [TestMethod]
    public void Of_BothHalves_TogetherMaskEveryLayer() => CsCheck.Check.Sample(RandomMasks(1), masks =>
    {
        WeightMask mask = masks[0].Mask;
        Assert.IsTrue(ConditionMask.Of(Condition.HalfEarly, mask, mask).And(ConditionMask.Of(Condition.HalfLate, mask, mask)).BitsEqual(mask));
    });

    [TestMethod]
    public void Concerns_EachRole_NamesItsRows()
    {
        CollectionAssert.AreEqual(
            new[] { Condition.Mask, Condition.Inverse, Condition.InverseIoControl, Condition.InverseIoOnes, Condition.Random }, Of(MaskRole.Function));
        CollectionAssert.AreEqual(Of(MaskRole.Function).Concat([Condition.HalfEarly, Condition.HalfLate]).Order().ToArray(), Of(MaskRole.Control));
        CollectionAssert.AreEqual(new[] { Condition.Reinitialised }, Of(MaskRole.Reinitialised));
        CollectionAssert.AreEqual(new[] { Condition.Mask, Condition.Inverse, Condition.Random }, Of(MaskRole.Expression));

        static Condition[] Of(MaskRole role) => [.. Enum.GetValues<Condition>().Where(condition => ConditionMask.Concerns(condition, role))];
    }
}
