using static MlNetMasks.Masks.Tests.MaskGenerators;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class MaskSetTests
{
    private static readonly WeightMask Add = FromText("add", "1100");
    private static readonly WeightMask Mul = FromText("mul", "0110");
    private static readonly WeightMask All = FromText("all", "1110");

    [TestMethod]
    public void Add_ThreeMasks_KeepsOrderRolesAndTheFirstSet()
    {
        MaskSet one = new MaskSet(Add.Layout).Add(Add);
        MaskSet three = one.Add(All, MaskRole.Control).Add(Mul);
        Assert.HasCount(1, one);
        CollectionAssert.AreEqual(new[] { "add", "all", "mul" }, three.Select(entry => entry.Mask.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "add", "mul" }, three.Functions.Select(entry => entry.Mask.Name).ToArray());
        Assert.AreEqual(All, three.Control?.Mask);
        Assert.IsNull(one.Control);
        Assert.AreEqual(Mul, three["mul"]);
        Assert.AreEqual(new MaskEntry(Mul, MaskRole.Function), three[2]);
    }

    [TestMethod]
    public void Add_TakenName_IsRefused()
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => new MaskSet(Add.Layout).Add(Add).Add(Mul.Named("add")));
        StringAssert.Contains(fault.Message, "Two masks are named 'add'");
    }

    [TestMethod]
    public void Add_SecondControl_NamesBoth()
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(
            () => new MaskSet(Add.Layout).Add(All, MaskRole.Control).Add(Mul, MaskRole.Control));
        StringAssert.Contains(fault.Message, "'all' and 'mul' are both the control");
    }

    [TestMethod]
    public void Add_OtherLayout_IsRefused() =>
        Assert.ThrowsExactly<ArgumentException>(() => new MaskSet(Add.Layout).Add(FromText("other", "11")));

    [TestMethod]
    public void Constructor_EntriesAlone_TakesTheLayoutOfTheMasks()
    {
        Assert.AreEqual(new MaskSet(Add.Layout).Add(Add).Add(Mul), new MaskSet([new(Add, MaskRole.Function), new(Mul, MaskRole.Function)]));
        Assert.ThrowsExactly<ArgumentException>(() => new MaskSet([]));
    }

    [TestMethod]
    public void Entry_UndefinedRole_IsRefused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MaskEntry(Add, (MaskRole)7));

    [TestMethod]
    public void Indexer_UnknownName_ListsTheNames()
    {
        MaskSet set = new MaskSet(Add.Layout).Add(Add).Add(Mul);
        KeyNotFoundException fault = Assert.ThrowsExactly<KeyNotFoundException>(() => set["sub"]);
        StringAssert.Contains(fault.Message, "'add', 'mul'");
        Assert.IsFalse(set.TryGet("sub", out _));
    }

    [TestMethod]
    public void Equals_OtherRole_IsFalse()
    {
        MaskSet set = new MaskSet(Add.Layout).Add(Add);
        Assert.AreEqual(set, new MaskSet(Add.Layout, [new MaskEntry(Add, MaskRole.Function)]));
        Assert.AreNotEqual(set, new MaskSet(Add.Layout).Add(Add, MaskRole.Control));
    }
}
