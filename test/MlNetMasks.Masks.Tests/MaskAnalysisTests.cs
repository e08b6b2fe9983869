using static MlNetMasks.Masks.Tests.MaskGenerators;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class MaskAnalysisTests
{
    private static readonly MaskSet Masks = new MaskSet(Layout(4, 3))
        .Add(FromText("all", "1111", "100"), MaskRole.Control)
        .Add(FromText("add", "1100", "000"))
        .Add(FromText("mul", "0110", "110"));

    [TestMethod]
    public void Records_ControlAndTwoFunctions_EmitsEveryMetricPerLayerAndTotal()
    {
        IReadOnlyList<ResultRecord> records = MaskAnalysis.Records(Masks, "quickstart", "default", 7);
        const int Levels = 3;
        const int Pairs = 3;
        const int PairMetrics = 11;
        Assert.HasCount(Levels * ((3 * 3) + (2 * 4) + (Pairs * PairMetrics)), records);
        Assert.HasCount(records.Count, records.DistinctBy(record => (record.Mask, record.Against, record.Layer, record.Metric)).ToArray());
        Assert.IsTrue(records.All(record => record is
        {
            Experiment: "quickstart", Variant: "default", Seed: 7, Stage: "analyze", Condition: Condition.None, DataSet: "", Unit: "", Step: null,
        }));
    }

    [TestMethod]
    public void Records_ChanceOfALayer_IsTheDensityOfTheOtherMask()
    {
        IReadOnlyList<ResultRecord> records = MaskAnalysis.Records(Masks, "quickstart", "default", 7);
        double Value(string mask, string layer, string metric) => records.Single(record => record.Mask == mask && record.Against == "" && record.Layer == layer && record.Metric == metric).Value;

        foreach (MaskLayer layer in Masks.Layout.Layers.Where(layer => Value("mul", layer.Name, "kept") > 0))
        {
            Assert.AreEqual(Value("mul", layer.Name, "density"), Value("mul", layer.Name, "chance-remaining"), 1e-12);
            Assert.AreEqual(Value("add", layer.Name, "density"), Value("mul", layer.Name, "chance-shared"), 1e-12);
        }

        double expected = Masks.Layout.Layers.Sum(layer => Value("mul", layer.Name, "kept") * Value("add", layer.Name, "density"));
        Assert.AreEqual(expected / Value("mul", "", "kept"), Value("mul", "", "chance-shared"), 1e-12);
    }

    [TestMethod]
    [DataRow("add", "", "", "kept", 2.0)]
    [DataRow("add", "", "", "maskable", 7.0)]
    [DataRow("mul", "", "layers.1.weight", "density", 2.0 / 3)]
    [DataRow("mul", "", "", "shared", 0.25)]
    [DataRow("mul", "", "layers.0.weight", "shared", 0.5)]
    [DataRow("add", "", "layers.1.weight", "shared", double.NaN)]
    [DataRow("mul", "", "", "remaining", 0.6)]
    [DataRow("all", "add", "", "iou", 0.4)]
    [DataRow("add", "mul", "", "intersection", 1.0)]
    [DataRow("add", "mul", "layers.1.weight", "iomin", double.NaN)]
    [DataRow("add", "mul", "", "iomin", 0.5)]
    [DataRow("add", "mul", "", "chance-intersection", 1.0)]
    [DataRow("add", "mul", "", "chance-iomin", 0.5)]
    [DataRow("add", "mul", "", "intersection-z", 0.0)]
    [DataRow("all", "mul", "layers.0.weight", "chance-iou-low", 0.5)]
    [DataRow("all", "mul", "layers.0.weight", "chance-iou-high", 0.5)]
    [DataRow("all", "mul", "layers.0.weight", "intersection-z", double.NaN)]
    public void Records_OneMetric_HasTheValueOfTheDefinition(string mask, string against, string layer, string metric, double expected)
    {
        ResultRecord record = MaskAnalysis.Records(Masks, "quickstart", "default", 7)
            .Single(record => record.Mask == mask && record.Against == against && record.Layer == layer && record.Metric == metric);
        Assert.AreEqual(expected, record.Value, 1e-12);
    }

    [TestMethod]
    public void Records_Control_HasNoSharingAndNoRemaining() =>
        Assert.IsFalse(MaskAnalysis.Records(Masks, "quickstart", "default", 7)
            .Any(record => record.Mask == "all" && record.Metric is Metrics.Shared or Metrics.Remaining));

    [TestMethod]
    public void Records_NoControl_HasNoRemaining()
    {
        MaskSet functions = new(Masks.Layout, Masks.Functions);
        Assert.IsFalse(MaskAnalysis.Records(functions, "quickstart", "default", 7).Any(record => record.Metric == Metrics.Remaining));
    }

    [TestMethod]
    public void Records_OneMoreMask_ChangesNoOtherPair()
    {
        MaskSet more = Masks.Add(FromText("sub", "1010", "011"));
        ResultRecord[] before = [.. Pairs(Masks)];
        Assert.IsNotEmpty(before);
        CollectionAssert.AreEqual(before, Pairs(more).Where(record => record.Against != "sub").ToArray());

        static IEnumerable<ResultRecord> Pairs(MaskSet masks) =>
            MaskAnalysis.Records(masks, "quickstart", "default", 7).Where(record => record.Against.Length > 0);
    }
}
