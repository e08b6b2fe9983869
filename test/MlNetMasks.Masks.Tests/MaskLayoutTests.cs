namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class MaskLayoutTests
{
    [TestMethod]
    public void Layer_EqualNameAndShape_IsEqual()
    {
        MaskLayer layer = new("fc", [5, 6]);
        Assert.AreEqual(30, layer.Count);
        Assert.AreEqual(layer, new MaskLayer("fc", [5, 6]));
        Assert.AreEqual(layer.GetHashCode(), new MaskLayer("fc", [5, 6]).GetHashCode());
        Assert.AreNotEqual(layer, new MaskLayer("fc", [6, 5]));
        Assert.AreNotEqual(layer, new MaskLayer("fd", [5, 6]));
        Assert.AreEqual(1, new MaskLayer("gain", []).Count);
    }

    [TestMethod]
    public void Layer_ShapeChangedByTheCaller_StaysAsGiven()
    {
        int[] shape = [5, 6];
        MaskLayer layer = new("fc", shape);
        shape[0] = 7;
        Assert.AreEqual(5, layer.Shape[0]);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-3)]
    [DataRow(int.MaxValue)]
    public void Layer_SizeOutOfRange_NamesLayerAndShape(int size)
    {
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => new MaskLayer("fc", [5, size, int.MaxValue]));
        StringAssert.Contains(fault.Message, $"Layer 'fc' has shape [5, {size}, 2147483647]");
    }

    [TestMethod]
    public void Layer_BlankOrMultilineName_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new MaskLayer(" ", [5]));
        Assert.ThrowsExactly<ArgumentException>(() => new MaskLayer("a\nb", [5]));
    }

    [TestMethod]
    public void Layout_TwoLayers_CountsAndFindsThem()
    {
        MaskLayout layout = new([new("a", [5, 6]), new("b", [7])]);
        Assert.AreEqual(37, layout.Count);
        Assert.AreEqual(1, layout.IndexOf("b"));
        Assert.AreEqual(-1, layout.IndexOf("B"));
    }

    [TestMethod]
    public void Layout_OtherOrder_IsNotEqual()
    {
        MaskLayer a = new("a", [5]);
        MaskLayer b = new("b", [7]);
        Assert.AreEqual(new MaskLayout([a, b]), new MaskLayout([a, b]));
        Assert.AreEqual(new MaskLayout([a, b]).GetHashCode(), new MaskLayout([a, b]).GetHashCode());
        Assert.AreNotEqual(new MaskLayout([a, b]), new MaskLayout([b, a]));
        Assert.AreNotEqual(new MaskLayout([a, b]), new MaskLayout([a]));
    }

    [TestMethod]
    public void Layout_EmptyOrRepeatedName_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new MaskLayout([]));
        ArgumentException fault = Assert.ThrowsExactly<ArgumentException>(() => new MaskLayout([new("a", [5]), new("a", [6])]));
        StringAssert.Contains(fault.Message, "Two layers are named 'a'");
    }
}
