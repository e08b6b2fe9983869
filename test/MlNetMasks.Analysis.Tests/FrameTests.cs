using CsCheck;
using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class FrameTests
{
    [TestMethod]
    public void ToDataFrame_Records_KeepsTypesAndValues()
    {
        ResultRecord[] records = [Record(1, "add", 0.25) with { Step = 10, Condition = Condition.HalfEarly }, Record(2, "mul", double.NaN)];
        DataFrame frame = records.ToDataFrame();
        Assert.AreSequenceEqual(ResultColumns.All, frame.Columns.Select(column => column.Name));
        Assert.AreEqual(typeof(int), frame["Seed"].DataType);
        Assert.AreEqual(typeof(double), frame["Value"].DataType);
        Assert.AreEqual("half-early", frame["Condition"][0]);
        Assert.AreEqual(10, frame["Step"][0]);
        Assert.IsNull(frame["Step"][1]);
        Assert.AreEqual(double.NaN, frame["Value"][1]);
    }

    [TestMethod]
    public void ToDataFrame_NoRecords_HasAllColumns() => Assert.HasCount(13, Array.Empty<ResultRecord>().ToDataFrame().Columns);

    [TestMethod]
    public void Where_TextNumberAndCondition_KeepMatchingRows()
    {
        DataFrame frame = new[] { Record(1, "add", 1), Record(2, "mul", 2), Record(2, "add", 3) with { Condition = Condition.Inverse, Step = 5 } }.ToDataFrame();
        Assert.AreEqual(2, frame.Where("Mask", "add").Rows.Count);
        Assert.AreEqual(2, frame.Where("Seed", 2).Rows.Count);
        Assert.AreEqual(3.0, frame.Where("Condition", Condition.Inverse)["Value"][0]);
        Assert.AreEqual(2, frame.Where("Step", null).Rows.Count);
        Assert.AreEqual(0, frame.Where("Mask", "nobody").Rows.Count);
        Assert.HasCount(13, frame.Where("Mask", "nobody").Columns);
    }

    [TestMethod]
    public void Where_UnknownColumnOrType_NamesTheRemedy()
    {
        DataFrame frame = new[] { Record(1, "add", 1) }.ToDataFrame();
        Assert.Contains("'Mask'", Assert.ThrowsExactly<ArgumentException>(() => frame.Where("Maks", "add")).Message);
        Assert.Contains("holds text", Assert.ThrowsExactly<ArgumentException>(() => frame.Where("Mask", 1)).Message);
        Assert.Contains("Give a number", Assert.ThrowsExactly<ArgumentException>(() => frame.Where("Seed", "1")).Message);
    }

    [TestMethod]
    public void Aggregate_KnownValues_GivesMeanStdCountAndMissing()
    {
        DataFrame result = new[]
        {
            Record(1, "add", 2), Record(2, "add", 4), Record(3, "add", 9), Record(4, "add", double.NaN), Record(1, "mul", 7), Record(1, "div", double.NaN),
        }.ToDataFrame().Aggregate(["Mask"]);
        Assert.AreSequenceEqual(["Mask", "Mean", "Std", "Count", "Missing", "Low", "High"], result.Columns.Select(column => column.Name));
        Assert.AreEqual("add", result["Mask"][0]);
        Assert.AreEqual(5.0, (double)result["Mean"][0], 1e-12);
        Assert.AreEqual(Math.Sqrt(13), (double)result["Std"][0], 1e-12);
        Assert.AreEqual(3, result["Count"][0]);
        Assert.AreEqual(1, result["Missing"][0]);
        Assert.AreEqual(7.0, result["Mean"][1]);
        Assert.AreEqual(double.NaN, result["Std"][1]);
        Assert.AreEqual(double.NaN, result["Low"][1]);
        Assert.AreEqual(double.NaN, result["Mean"][2]);
        Assert.AreEqual(0, result["Count"][2]);
    }

    [TestMethod]
    public void Aggregate_ManyValuesOfOneSeed_HasNoIntervalOverSeeds()
    {
        DataFrame result = Enumerable.Range(0, 50).Select(i => Record(1, "add", i)).ToDataFrame().Aggregate(["Mask"]);
        Assert.AreEqual(50, result["Count"][0]);
        Assert.AreEqual(double.NaN, result["Low"][0]);
    }

    [TestMethod]
    public void Aggregate_BySeed_TreatsRowsAsRepetitions()
    {
        DataFrame result = Enumerable.Range(0, 50).Select(i => Record(1, "add", i)).ToDataFrame().Aggregate(["Mask", "Seed"]);
        Assert.IsTrue((double)result["Low"][0] < 24.5 && (double)result["High"][0] > 24.5);
    }

    [TestMethod]
    public void Aggregate_AnyValues_IntervalLiesWithinTheValuesAndRepeats() =>
        Gen.Double[-100, 100].Array[2, 12].Sample(values =>
        {
            DataFrame frame = values.Select((value, seed) => Record(seed, "add", value)).ToDataFrame();
            DataFrame first = frame.Aggregate(["Mask"]);
            DataFrame second = frame.Aggregate(["Mask"]);
            double low = (double)first["Low"][0];
            double high = (double)first["High"][0];
            Assert.AreEqual(low, second["Low"][0]);
            Assert.AreEqual(high, second["High"][0]);
            Assert.IsTrue(low <= high && low >= values.Min() - 1e-9 && high <= values.Max() + 1e-9);
        }, iter: 50);

    [TestMethod]
    public void Aggregate_NormalSample_IntervalIsCloseToTheTextbook()
    {
        // 200 equally likely quantiles: the standard error is std / sqrt(n), the interval +- 1.96 of it.
        double[] values = [.. Enumerable.Range(0, 200).Select(i => Math.Log((i + 0.5) / (199.5 - i)))];
        DataFrame result = values.Select((value, seed) => Record(seed, "add", value)).ToDataFrame().Aggregate(["Mask"], new AggregateOptions { Resamples = 20_000 });
        double expected = 1.96 * (double)result["Std"][0] / Math.Sqrt(200);
        Assert.AreEqual(expected, (double)result["High"][0], expected * 0.05);
        Assert.AreEqual(-expected, (double)result["Low"][0], expected * 0.05);
    }

    [TestMethod]
    public void Aggregate_BadOptions_NameTheRange()
    {
        Assert.Contains("100 to 1,000,000", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AggregateOptions { Resamples = 5 }).Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AggregateOptions { Coverage = 1 });
        DataFrame frame = new[] { Record(1, "add", 1) }.ToDataFrame();
        Assert.Contains("'Metric'", Assert.ThrowsExactly<ArgumentException>(() => frame.Aggregate(["Metrik"])).Message);
        Assert.Contains("expected numbers", Assert.ThrowsExactly<ArgumentException>(() => frame.Aggregate(["Mask"], new() { Value = "Stage" })).Message);
    }

    [TestMethod]
    public void Pivot_AggregatedAccuracies_GivesTheCrossTable()
    {
        DataFrame table = FictitiousRuns.Results().ToDataFrame()
            .Where("Metric", Metrics.Accuracy).Where("Stage", Stages.Evaluate).Where("Condition", Condition.Mask)
            .Aggregate(["Mask", "DataSet"]).Pivot(["Mask"], "DataSet");
        Assert.AreSequenceEqual(["Mask", "add", "mul"], table.Columns.Select(column => column.Name));
        Assert.AreEqual(3, table.Rows.Count);
        Assert.AreEqual("add", table["Mask"][1]);
        Assert.IsGreaterThan(0.9, (double)table["add"][1]);
        Assert.IsLessThan(0.1, (double)table["mul"][1]);
    }

    [TestMethod]
    public void Pivot_AbsentCellsAndEmptyNames_AreNullAndNone()
    {
        DataFrame table = new[] { Record(1, "", 1), Record(2, "add", 2) }.ToDataFrame().Pivot(["Seed"], "Mask", "Value");
        Assert.AreEqual(1.0, table["(none)"][0]);
        Assert.IsNull(table["add"][0]);
        Assert.AreEqual(2.0, table["add"][1]);
    }

    [TestMethod]
    public void Pivot_TwoRowsInOneCell_NamesTheCell()
    {
        DataFrame frame = new[] { Record(1, "add", 1), Record(2, "add", 2) }.ToDataFrame();
        Assert.Contains("Stage 'evaluate', Mask 'add'", Assert.ThrowsExactly<ArgumentException>(() => frame.Pivot(["Stage"], "Mask", "Value")).Message);
    }

    private static ResultRecord Record(int seed, string mask, double value) =>
        new("e", "v", seed, "evaluate", mask, "", Condition.Mask, "add", "", "", null, Metrics.Accuracy, value);
}
