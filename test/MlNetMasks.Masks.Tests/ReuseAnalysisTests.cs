namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class ReuseAnalysisTests
{
    private static readonly MaskLayout Layout = new([new MaskLayer("first", [2, 5]), new MaskLayer("second", [4, 5]), new MaskLayer("third", [10])]);

    [TestMethod]
    public void Records_CountWhatEarlierMasksKeepTooAndNoLaterOnes()
    {
        var records = ReuseAnalysis.Records([Mask("a", [0], [0, 1, 2, 3], []), Mask("b", [0], [2, 3, 4, 5], [1]), Mask("c", [0], [3, 5, 6, 7], [1])], layer => layer > 0, "e", "v", 1);

        double Value(string mask, string layer, string metric) => records.Single(record => record.Mask == mask && record.Layer == layer && record.Metric == metric).Value;
        Assert.AreEqual(0.5, Value("b", "second", "reused"));
        Assert.AreEqual(0, Value("b", "third", "reused"));
        Assert.AreEqual(2 / 5.0, Value("b", "", "reused"));
        Assert.AreEqual(0.5, Value("c", "second", "reused"), "c shares 3 with a and b, and 5 with b.");
        Assert.AreEqual(1, Value("c", "third", "reused"));
        Assert.AreEqual(4 / 20.0, Value("b", "second", "chance-reused"), 1e-12, "The density of what a keeps.");
        Assert.AreEqual(6 / 20.0, Value("c", "second", "chance-reused"), 1e-12, "The density of what a or b keeps.");
        Assert.AreEqual(((4 * 6 / 20.0) + 0.1) / 5, Value("c", "", "chance-reused"), 1e-12);
        Assert.IsTrue(Value("c", "second", "chance-reused-low") <= 0.25 && Value("c", "second", "chance-reused-high") >= 0.5);
        Assert.IsTrue(records.All(record => record.Stage == Stages.Analyze && record.Mask != "a" && record.Layer != "first"));
    }

    [TestMethod]
    public void Records_OfAnEmptyLayer_AreMissingAndNotZero()
    {
        var records = ReuseAnalysis.Records([Mask("a", [], [1], [1]), Mask("b", [], [1], [])], layer => layer > 0, "e", "v", 1);

        Assert.IsTrue(records.Where(record => record.Layer == "third").All(record => double.IsNaN(record.Value)));
        Assert.AreEqual(1, records.Single(record => record is { Layer: "", Metric: "reused" }).Value);
        Assert.IsEmpty(ReuseAnalysis.Records([Mask("a", [], [1], [1])], _ => true, "e", "v", 1));
    }

    [TestMethod]
    public void Records_OfMasksOfOtherNetworks_AreRefused()
    {
        var other = WeightMask.Full("other", new MaskLayout([new MaskLayer("first", [3])]));

        Assert.ThrowsExactly<ArgumentException>(() => ReuseAnalysis.Records([Mask("a", [], [1], [1]), other], _ => true, "e", "v", 1));
    }

    private static WeightMask Mask(string name, int[] first, int[] second, int[] third)
    {
        int[][] kept = [first, second, third];
        return WeightMask.FromLogits(name, Layout, layer => Enumerable.Range(0, Layout.Layers[layer].Count).Select(i => kept[layer].Contains(i) ? 1f : -1f).ToArray());
    }
}
