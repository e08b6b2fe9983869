using Microsoft.Data.Analysis;
using MlNetMasks.Analysis;
using MlNetMasks.Masks;
using MlNetMasks.Tests.Stages;

namespace MlNetMasks.Tests.Evaluation;

[TestClass]
public sealed class ModelAnalysisTests
{
    // Two layers of 8 and 4 weights; control keeps 0-5 and 0-3, a keeps 0-3 and 0-1, b keeps 2-3 and nothing.
    private static readonly MaskLayout Layout = new([new MaskLayer("first", [2, 4]), new MaskLayer("second", [4])]);
    private static readonly WeightMask Control = Mask("control", 0b0011_1111, 0b1111);
    private static readonly WeightMask A = Mask("a", 0b0000_1111, 0b0011);
    private static readonly WeightMask B = Mask("b", 0b0000_1100, 0b0000);

    private static readonly ModelAnalysis Hand = Analyze(new MaskEntry(Control, MaskRole.Control), new MaskEntry(A, MaskRole.Function), new MaskEntry(B, MaskRole.Function));

    [TestMethod]
    public void Kept_OfHandMadeMasks_CountsPerLayerAndInTotal()
    {
        var frame = Hand.Kept();

        AssertColumns(frame, "Mask", "Layer", "kept", "maskable", "density");
        Assert.AreEqual(9, frame.Rows.Count);
        AssertRow(frame, ["control", "first"], 6, 8, 0.75);
        AssertRow(frame, ["control", ""], 10, 12, 10.0 / 12);
        AssertRow(frame, ["a", "second"], 2, 4, 0.5);
        AssertRow(frame, ["b", "second"], 0, 4, 0);
        AssertRow(frame, ["b", ""], 2, 12, 2.0 / 12);
    }

    [TestMethod]
    public void Sharing_OfHandMadeMasks_IsThatOfFunctionsAmongThemselves()
    {
        var frame = Hand.Sharing();

        AssertColumns(frame, "Mask", "Layer", "kept", "shared");
        Assert.AreEqual(6, frame.Rows.Count);
        AssertRow(frame, ["a", "first"], 4, 0.5);
        AssertRow(frame, ["a", "second"], 2, 0);
        AssertRow(frame, ["a", ""], 6, 2.0 / 6);
        AssertRow(frame, ["b", "first"], 2, 1);
        AssertRow(frame, ["b", "second"], 0, double.NaN);
    }

    [TestMethod]
    public void Remaining_OfHandMadeMasks_IsTheShareOfTheControl()
    {
        var frame = Hand.Remaining();

        AssertColumns(frame, "Mask", "Layer", "kept", "remaining");
        Assert.AreEqual(6, frame.Rows.Count);
        AssertRow(frame, ["a", "first"], 4, 4.0 / 6);
        AssertRow(frame, ["a", ""], 6, 0.6);
        AssertRow(frame, ["b", "second"], 0, 0);
    }

    [TestMethod]
    public void Overlap_OfHandMadeMasks_StandsBesideChance()
    {
        var frame = Hand.Overlap();

        AssertColumns(frame, "Mask", "Against", "Layer", "iou", "chance-iou", "iomin", "chance-iomin", "intersection-z");
        Assert.AreEqual(9, frame.Rows.Count);
        var row = Find(frame, "a", "b", "first");
        Assert.AreEqual(0.5, Number(frame, row, "iou"));
        Assert.AreEqual(1.0, Number(frame, row, "iomin"));
        // Two weights drawn out of 8, of which 4 count: 1 expected, variance 2 * 1/2 * 1/2 * 6/7.
        Assert.AreEqual(0.5, Number(frame, row, "chance-iomin"), 0.05);
        Assert.AreEqual((2 - 1) / Math.Sqrt(2 * 0.25 * 6 / 7), Number(frame, row, "intersection-z"), 1e-9);
        Assert.AreEqual(6.0 / 10, Number(frame, Find(frame, "control", "a", ""), "iou"), 1e-12);
    }

    [TestMethod]
    public void Tables_WithoutAControlOrASecondMask_AreEmptyButHaveTheirColumns()
    {
        var analysis = Analyze(new MaskEntry(A, MaskRole.Function));

        Assert.AreEqual(0, analysis.Remaining().Rows.Count);
        AssertColumns(analysis.Remaining(), "Mask", "Layer", "kept", "remaining");
        Assert.AreEqual(0, analysis.Overlap().Rows.Count);
        AssertColumns(analysis.Overlap(), "Mask", "Against", "Layer", "iou", "chance-iou", "iomin", "chance-iomin", "intersection-z");
        AssertRow(analysis.Sharing(), ["a", ""], 6, 0);
        Assert.AreEqual(0, Analyze().Kept().Rows.Count);
    }

    [TestMethod]
    public void Analyze_OfAModel_LabelsItsRecordsAndHoldsCurvesAndHistograms()
    {
        var analysis = AddMulModel.Context.Masks.Analyze(AddMulModel.Model, new ResultLabels("e", "v", 4));

        Assert.IsTrue(analysis.Records.All(record => record is { Experiment: "e", Variant: "v", Seed: 4 }));
        CollectionAssert.AreEqual(new[] { "control", "add", "mul" }, analysis.Masks.Select(entry => entry.Mask.Name).ToArray());
        Assert.AreEqual("control", analysis.Masks.Control?.Mask.Name);
        foreach (var mask in analysis.Masks)
        {
            var histogram = analysis.Records.Where(record => record.Metric == Metrics.LogitHistogram && record.Mask == mask.Mask.Name).ToList();
            Assert.HasCount(40, histogram);
            Assert.AreEqual(mask.Mask.Layout.Count, histogram.Sum(record => record.Value));
            Assert.AreEqual(mask.Mask.Kept, histogram.Where(record => double.Parse(record.Unit, System.Globalization.CultureInfo.InvariantCulture) >= 0).Sum(record => record.Value));
        }

        Assert.IsTrue(analysis.Records.Any(record => record is { Stage: "pretrain", Mask: "", Metric: Metrics.Loss, Step: 2_000 }));
        Assert.IsTrue(analysis.Records.Any(record => record is { Stage: "add", Mask: "add", Metric: Metrics.Accuracy, Step: 1_500 }));
        CollectionAssert.AreEqual(ResultColumns.All.ToArray(), analysis.ToDataFrame().Columns.Select(column => column.Name).ToArray());
        Assert.AreEqual(analysis.Records.Count, analysis.ToDataFrame().Rows.Count);
    }

    private static ModelAnalysis Analyze(params MaskEntry[] entries)
    {
        var masks = new MaskSet(Layout, entries);
        return new ModelAnalysis(masks, MaskAnalysis.Records(masks, "", "default", 0), []);
    }

    private static WeightMask Mask(string name, params byte[] bits) => WeightMask.FromBits(name, Layout, [.. bits.Select(layer => new[] { layer })]);

    private static void AssertColumns(DataFrame frame, params string[] names) => CollectionAssert.AreEqual(names, frame.Columns.Select(column => column.Name).ToArray());

    private static void AssertRow(DataFrame frame, string[] index, params double[] values)
    {
        var row = Find(frame, index);
        for (var i = 0; i < values.Length; i++)
        {
            var column = frame.Columns[index.Length + i].Name;
            Assert.AreEqual(values[i], Number(frame, row, column), 1e-12, $"{string.Join(" ", index)} {column}");
        }
    }

    private static long Find(DataFrame frame, params string[] index) => Enumerable.Range(0, (int)frame.Rows.Count)
        .Single(row => index.Index().All(part => (string)frame.Columns[part.Index][row] == part.Item));

    private static double Number(DataFrame frame, long row, string column) => (double)frame[column][row];
}
