using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class AccuracyTableTests
{
    private static readonly ResultRecord Accuracy = new("e", "v", 1, Stages.Evaluate, "add", "", Condition.Mask, "all", "", "", null, Metrics.Accuracy, 0.9);

    [TestMethod]
    public void Rows_OfEveryCondition_StandInOrderUnderTheirMask()
    {
        AccuracyTable table = new(Variant(Enum.GetValues<Condition>().Where(condition => condition != Condition.None).Reverse().Select(condition => Accuracy with { Condition = condition })));

        CollectionAssert.AreEqual(
            new[] { "unmasked", "add mask", "add inverse", "add inverse-io-control", "add inverse-io-ones", "add half-early", "add half-late", "add random", "add reinitialised" },
            table.Rows.Select(row => row.Label).ToArray());
    }

    [TestMethod]
    public void Range_OfRandomMasks_SpansTheDrawsOfAllSeeds()
    {
        ResultRecord random = Accuracy with { Condition = Condition.Random, Value = 0.2 };
        AccuracyTable table = new(Variant(
        [
            Accuracy, random, random with { Seed = 2, Value = 0.4 },
            random with { Metric = "accuracy-low", Value = 0.1 }, random with { Metric = "accuracy-high", Value = 0.3 },
            random with { Seed = 2, Metric = "accuracy-low", Value = 0.2 }, random with { Seed = 2, Metric = "accuracy-high", Value = 0.6 },
        ]));

        Assert.HasCount(2, table.Rows);
        Assert.AreEqual(0.9, table[0, 0].Mean);
        Assert.IsNull(table.Range(Accuracy.Mask, Accuracy.Condition, Accuracy.DataSet));
        Assert.AreEqual(0.3, table[1, 0].Mean, 1e-12);
        Assert.AreEqual(2, table[1, 0].Count);
        Assert.AreEqual((0.1, 0.6), table.Range(random.Mask, random.Condition, random.DataSet));
    }

    private static VariantResults Variant(IEnumerable<ResultRecord> records) => new([new StoredRun("", FictitiousRuns.Info(1), [.. records])]);
}
