namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class ClassDropsTests
{
    [TestMethod]
    public void Drops_OfKnownAccuracies_AreThoseOfTheFormula()
    {
        ClassDrops drops = new(control: [0.8, 0.5, 0.4, 0], masked: [0.2, 0.4, 0.5, 0], targets: [0]);

        Assert.AreEqual(0.75, drops.Relative[0], 1e-12);
        Assert.AreEqual(0.2, drops.Relative[1], 1e-12);
        Assert.AreEqual(-0.25, drops.Relative[2], 1e-12);
        Assert.AreEqual(double.NaN, drops.Relative[3], "Where the control answers none right there is nothing to lose.");
        Assert.AreEqual(0.75, drops.Target, 1e-12);
        Assert.AreEqual(0.1, drops.MeanOther, 1e-12, "The increase of class 2 counts as 0, class 3 not at all.");
        Assert.AreEqual(0.2 / 0.75, drops.LargestOtherToTarget, 1e-12);
    }

    [TestMethod]
    public void Drops_OfTwoTargets_AreTheirMean()
    {
        ClassDrops drops = new([1, 0.5, 0.5], [0, 0.25, 0.5], [1, 0, 1]);

        Assert.AreEqual(0.75, drops.Target, 1e-12);
        Assert.AreEqual(0, drops.MeanOther);
        Assert.AreEqual(0, drops.LargestOtherToTarget);
    }

    [TestMethod]
    public void Drops_WithoutAnOtherClassOrADrop_AreMissing()
    {
        Assert.AreEqual(double.NaN, new ClassDrops([1, double.NaN], [0.5, double.NaN], [0]).MeanOther);
        Assert.AreEqual(double.NaN, new ClassDrops([1, double.NaN], [0.5, double.NaN], [0]).LargestOtherToTarget);
        Assert.AreEqual(double.NaN, new ClassDrops([0.5, 0.5], [0.5, 0.4], [0]).LargestOtherToTarget, "No ratio over a target that lost nothing.");
        Assert.AreEqual(double.NaN, new ClassDrops([0, 0.5], [0, 0.5], [0]).Target);
    }

    [TestMethod]
    public void Drops_OfNoSuchClasses_AreRefused()
    {
        Assert.Contains("3 classes and the mask 2", Assert.ThrowsExactly<ArgumentException>(static () => new ClassDrops([1, 1, 1], [1, 1], [0])).Message);
        Assert.Contains("are []; give at least one of 0 to 1", Assert.ThrowsExactly<ArgumentException>(static () => new ClassDrops([1, 1], [1, 1], [])).Message);
        Assert.Contains("are [2]; give at least one of 0 to 1", Assert.ThrowsExactly<ArgumentException>(static () => new ClassDrops([1, 1], [1, 1], [2])).Message);
    }
}
