using CsCheck;
using static MlNetMasks.Masks.Tests.MaskGenerators;

namespace MlNetMasks.Masks.Tests;

[TestClass]
public sealed class ReplicateTests
{
    private static readonly MaskSet Masks = new MaskSet(Layout(4, 3))
        .Add(FromText("all", "1111", "100"), MaskRole.Control)
        .Add(FromText("add", "1100", "000"))
        .Add(new MaskEntry(FromText("add-2", "1010", "000"), MaskRole.Function) { Function = "add" })
        .Add(new MaskEntry(FromText("add-3", "1110", "000"), MaskRole.Function) { Function = "add" })
        .Add(FromText("mul", "0111", "110"));

    private static readonly IReadOnlyList<ResultRecord> Records = MaskAnalysis.Records(Masks, "e", "v", 7);

    [TestMethod]
    public void Shared_WithReplicates_CountsOneMaskOfEachOtherFunction()
    {
        Assert.AreEqual(0.5, MaskStatistics.Shared(Masks, "add"));
        Assert.AreEqual(1.0 / 3, MaskStatistics.Shared(Masks, "mul", 0));
        Assert.AreEqual(0.75, Value("add", "", "chance-shared"), 1e-12);
    }

    [TestMethod]
    public void Shared_WithMoreReplicates_StaysAsItWas()
    {
        var alone = new MaskSet(Layout(4, 3)).Add(FromText("add", "1100", "000")).Add(FromText("mul", "0111", "110"));
        IReadOnlyList<ResultRecord> records = MaskAnalysis.Records(alone, "e", "v", 7);

        foreach (string metric in (string[])[Metrics.Shared, "chance-shared"])
        {
            foreach (string layer in (string[])["", "layers.0.weight"])
            {
                Assert.AreEqual(records.Single(record => record.Mask == "mul" && record.Layer == layer && record.Metric == metric).Value, Value("mul", layer, metric), metric + layer);
            }
        }
    }

    [TestMethod]
    public void Records_Replicates_HaveTheMeanOverlapOfTheirPairs()
    {
        Assert.AreEqual(((1.0 / 3) + (2.0 / 3) + (2.0 / 3)) / 3, Value("add", "layers.0.weight", Metrics.Stability), 1e-12);
        Assert.AreEqual(Value("add", "layers.0.weight", Metrics.Stability), Value("add", "", Metrics.Stability), 1e-12);
        Assert.AreEqual(double.NaN, Value("add", "layers.1.weight", Metrics.Stability));
        double[] chance = [.. Records.Where(record => record is { Metric: "chance-iou", Layer: "" } && record.Mask.StartsWith("add", StringComparison.Ordinal)
            && record.Against.StartsWith("add", StringComparison.Ordinal)).Select(record => record.Value)];
        Assert.HasCount(3, chance);
        Assert.AreEqual(chance.Average(), Value("add", "", "chance-stability"), 1e-12);
        Assert.IsInRange(Value("add", "", "chance-stability-low"), Value("add", "", "chance-stability-high"), Value("add", "", "chance-stability"));
        Assert.IsLessThan(Value("add", "", "chance-stability-high"), Value("add", "", "chance-stability-low"));
        Assert.IsFalse(Records.Any(record => record.Metric == Metrics.Stability && record.Mask != "add"));
    }

    [TestMethod]
    [DataRow("layers.0.weight", new[] { 0.25, 0, 0.5, 0.25 })]
    [DataRow("layers.1.weight", new[] { 1.0, 0, 0, 0 })]
    [DataRow("", new[] { 4.0 / 7, 0, 2.0 / 7, 1.0 / 7 })]
    public void Records_Selection_IsTheShareKeptByExactlyKReplicates(string layer, double[] expected)
    {
        ResultRecord[] selection = [.. Records.Where(record => record.Metric == Metrics.Selection && record.Layer == layer)];
        CollectionAssert.AreEqual(new[] { "0", "1", "2", "3" }, selection.Select(record => record.Unit).ToArray());
        CollectionAssert.AreEqual(expected, selection.Select(record => record.Value).ToArray());
    }

    [TestMethod]
    public void SelectionCounts_AnyMasks_EqualNaiveCounts() => RandomMasks(5).Sample(masks =>
    {
        bool[][] flat = [.. masks.Select(mask => mask.Bits.SelectMany(bits => bits).ToArray())];
        long[] expected = new long[6];
        for (int i = 0; i < flat[0].Length; i++)
        {
            expected[flat.Count(bits => bits[i])]++;
        }

        CollectionAssert.AreEqual(expected, ReplicateStatistics.SelectionCounts([.. masks.Select(mask => mask.Mask)]).ToArray());
    });

    [TestMethod]
    public void Records_MasksOnOtherWeightsAndOfExpressions_AreListedButNeverCompared()
    {
        MaskSet more = Masks.Add(FromText("fresh", "1111", "111"), MaskRole.Reinitialised).With([new NamedExpression("either", MaskExpression.Parse("add OR mul"))]);
        IReadOnlyList<ResultRecord> records = MaskAnalysis.Records(more, "e", "v", 7);
        CollectionAssert.AreEqual(
            Records.ToArray(), records.Where(record => record.Mask is not ("fresh" or "either")).ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "kept", "maskable", "density" }, records.Where(record => record.Mask == "either" && record.Layer == "").Select(record => record.Metric).ToArray());
        Assert.AreEqual(7, records.Single(record => record is { Mask: "fresh", Layer: "", Metric: "kept" }).Value);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => MaskStatistics.Shared(more, "fresh")).Message, "its role is Reinitialised");
    }

    [TestMethod]
    public void MaskFile_RolesAndFunctions_ComeBack()
    {
        MaskSet set = Masks.Add(FromText("fresh", "1111", "111"), MaskRole.Reinitialised).With([new NamedExpression("either", MaskExpression.Parse("add OR mul"))]);
        using MemoryStream stream = new();
        MaskFile.Write(stream, set);
        stream.Position = 0;
        MaskSet read = MaskFile.Read(stream);
        Assert.AreEqual(set, read);
        CollectionAssert.AreEqual(
            new[] { "all", "add", "add", "add", "mul", "fresh", "either" }, read.Select(entry => entry.Function).ToArray());
        stream.Position = 0;
        StringAssert.Contains(SafetensorsFile.Read(stream).Metadata["masks"], """{"name":"add-2","role":"function","function":"add"}""");
    }

    [TestMethod]
    public void Entry_FunctionThatIsNoName_IsRefused() =>
        Assert.ThrowsExactly<ArgumentException>(() => new MaskEntry(Masks["add"], MaskRole.Function) { Function = " " });

    private static double Value(string mask, string layer, string metric) =>
        Records.Single(record => record.Mask == mask && record.Against == "" && record.Layer == layer && record.Metric == metric).Value;
}
