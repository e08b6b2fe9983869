using static MlNetMasks.Masks.Tests.MaskGenerators;

namespace MlNetMasks.Masks.Tests;

/// <summary>Layers that masks took over from the control: known, stored, and in no statistic of overlap.</summary>
[TestClass]
public sealed class IncomparableLayerTests
{
    private const string First = "layers.0.weight";
    private const string Last = "layers.1.weight";

    private static readonly MaskSet Masks = new MaskSet(Layout(4, 3))
        .Add(FromText("all", "1110", "101"), MaskRole.Control)
        .Add(Fixed("a", "a", "1100"))
        .Add(Fixed("b", "b", "1000"))
        .Add(Fixed("b-2", "b", "0010"))
        .Add(FromText("d", "1100", "011"));

    private static readonly IReadOnlyList<ResultRecord> Records = MaskAnalysis.Records(Masks, "e", "v", 7);

    [TestMethod]
    public void Records_OfAFixedLayer_SayWhatIsKeptAndNothingOfOverlap()
    {
        CollectionAssert.AreEquivalent(
            new[] { Metrics.Kept, Metrics.Maskable, Metrics.Density },
            Records.Where(record => record.Mask == "a" && record.Against.Length == 0 && record.Layer == Last).Select(record => record.Metric).ToArray());
        Assert.AreEqual(2, Value("a", Last, Metrics.Kept));
        Assert.AreEqual(4, Value("a", "", Metrics.Kept));
    }

    [TestMethod]
    public void Shared_AndRemaining_CountLearnedLayersOnly()
    {
        Assert.AreEqual(1, Value("a", First, Metrics.Shared));
        Assert.AreEqual(1, Value("a", "", Metrics.Shared));
        Assert.AreEqual(0.75, Value("b", "", Metrics.ChancePrefix + Metrics.Shared), 1e-12); // others: a and d, each half full
        Assert.AreEqual(2.0 / 3, Value("a", "", Metrics.Remaining), 1e-12);
        Assert.AreEqual(0.5, Value("a", "", Metrics.ChancePrefix + Metrics.Remaining), 1e-12);
        Assert.AreEqual(1, MaskStatistics.Shared(Masks, "a"));
        Assert.AreEqual(3.0 / 5, Value("d", "", Metrics.Remaining), 1e-12); // learned both layers
    }

    [TestMethod]
    [DataRow("a", "b", 0.5, false)]       // both took it over
    [DataRow("all", "a", 2.0 / 3, false)] // from the control itself
    [DataRow("a", "d", 3.0 / 5, true)]    // one of them learned it
    public void Overlap_OfAPair_LeavesOutWhatIsEqualByConstruction(string mask, string against, double iou, bool countsLast)
    {
        Assert.AreEqual(iou, Pair("").Value, 1e-12);
        Assert.AreEqual(countsLast, Records.Any(record => record.Mask == mask && record.Against == against && record.Layer == Last));

        ResultRecord Pair(string layer) => Records.Single(record => record.Mask == mask && record.Against == against && record.Layer == layer && record.Metric == Metrics.IoU);
    }

    [TestMethod]
    public void Stability_AndSelection_OfReplicates_CountLearnedLayersOnly()
    {
        Assert.AreEqual(0, Value("b", "", Metrics.Stability));
        Assert.AreEqual(0, Value("b", First, Metrics.Stability));
        Assert.IsFalse(Records.Any(record => record.Layer == Last && record.Metric is Metrics.Stability or Metrics.ChancePrefix + Metrics.Stability));
        CollectionAssert.AreEqual(
            new[] { 0.5, 0.5, 0 }, Records.Where(record => record is { Metric: Metrics.Selection, Mask: "b", Layer: "" }).Select(record => record.Value).ToArray());
        Assert.IsFalse(Records.Any(record => record.Layer == Last && record.Metric == Metrics.Selection));
    }

    [TestMethod]
    public void MaskFile_IncomparableLayers_ComeBack()
    {
        using MemoryStream stream = new();
        MaskFile.Write(stream, Masks);
        stream.Position = 0;
        MaskSet read = MaskFile.Read(stream);

        Assert.AreEqual(Masks, read);
        CollectionAssert.AreEqual(new[] { Last }, read[1].IncomparableLayers.ToArray());
        Assert.AreNotEqual(Masks[1], Masks[1] with { IncomparableLayers = [] });
        stream.Position = 0;
        StringAssert.Contains(SafetensorsFile.Read(stream).Metadata["masks"], """{"name":"a","role":"function","incomparableLayers":["layers.1.weight"]}""");
    }

    [TestMethod]
    [DataRow("a", "output", "has no layer 'output'")]
    [DataRow("a", "layers.0.weight,layers.0.weight", "Name each once")]
    [DataRow("all", "layers.0.weight", "none of the control")]
    public void Entry_IncomparableLayersThatCannotBe_AreRefused(string mask, string layers, string expected) => StringAssert.Contains(
        Assert.ThrowsExactly<ArgumentException>(() => new MaskEntry(Masks[mask], mask == "all" ? MaskRole.Control : MaskRole.Function) { IncomparableLayers = layers.Split(',') }).Message, expected);

    [TestMethod]
    public void Modules_OfALayout_PutWeightsAndBiasesTogether()
    {
        MaskLayout layout = new([new("gain", [2]), new("a.0.weight", [2, 2]), new("a.0.bias", [2]), new("a.1.weight", [2]), new("output.weight", [3]), new("output.bias", [1])]);

        CollectionAssert.AreEqual(new MaskModule[] { new("gain", 0, 1), new("a.0", 1, 2), new("a.1", 3, 1), new("output", 4, 2) }, layout.Modules.ToArray());
        CollectionAssert.AreEqual(new[] { 4, 5 }, layout.Modules[^1].Layers().ToArray());
    }

    [TestMethod]
    public void OnLastModules_AnyNumber_MasksExactlyThese()
    {
        WeightMask mask = FromText("m", "1010", "001", "10");

        Assert.AreEqual(9, mask.OnLastModules(0).Kept);
        Assert.IsTrue(mask.OnLastModules(1).BitsEqual(FromText("m", "1111", "111", "10")));
        Assert.IsTrue(mask.OnLastModules(2).BitsEqual(FromText("m", "1111", "001", "10")));
        Assert.IsTrue(mask.OnLastModules(3).BitsEqual(mask));
        Assert.AreEqual("m", mask.OnLastModules(2).Name);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mask.OnLastModules(4));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mask.OnLastModules(-1));
    }

    private static MaskEntry Fixed(string name, string function, string first) => new(FromText(name, first, "101"), MaskRole.Function) { Function = function, IncomparableLayers = [Last] };

    private static double Value(string mask, string layer, string metric) =>
        Records.Single(record => record.Mask == mask && record.Against.Length == 0 && record.Layer == layer && record.Metric == metric && record.Unit.Length == 0).Value;
}
