using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class VariantFigureTests
{
    [TestMethod]
    public void All_SeveralSizes_ComparesThemBySize() => Assert.AreSequenceEqual(["sharing-against-size", "kept-against-size"], Names(FictitiousVariants.Sizes()));

    [TestMethod]
    public void All_SeveralBetas_ComparesThemByBeta() => Assert.AreSequenceEqual(["beta"], Names(FictitiousVariants.Betas()));

    [TestMethod]
    public void All_BetasOfTwoSizes_HasAFigurePerSizeAndNoneAgainstSize()
    {
        StoredRun[] small = [.. FictitiousVariants.Betas(1, 260_800).Runs.Select(run => Renamed(run, "small, " + run.Info.Variant))];
        Assert.AreSequenceEqual(["beta-261k", "beta-1-97m"], Names(RunResults.FromRuns([.. FictitiousVariants.Betas(1).Runs, .. small])));
    }

    [TestMethod]
    public void All_VariantsOfOneSize_IsEmpty() => Assert.IsEmpty(Names(RunResults.FromRuns([FictitiousRuns.Run(1, "a"), FictitiousRuns.Run(1, "b")])));

    [TestMethod]
    public void SharingAgainstSize_OfSeveralExperiments_IsRefused()
    {
        StoredRun other = FictitiousRuns.Run(1);
        other = other with { Info = other.Info with { Experiment = "other" }, Records = [.. other.Records.Select(record => record with { Experiment = "other" })] };
        VariantResults[] variants = [new([FictitiousRuns.Run(1)]), new([other])];
        Assert.Contains("one experiment", Assert.ThrowsExactly<ArgumentException>(() => VariantFigures.SharingAgainstSize(variants)).Message);
    }

    [TestMethod]
    public void ResultFigures_AllConditions_HaveFiguresOfTheirOwn()
    {
        VariantResults variant = new([FictitiousVariants.WithControls(1)]);
        string[] names = [.. ResultFigures.All(variant).Select(figure => figure.Name)];
        Assert.AreSequenceEqual(["accuracy", "controls", "half-masks", "confusion"], names.Take(4));
        Assert.Contains("stability", names);
        Assert.Contains("selection", names);
        Assert.DoesNotContain("random", ResultFigures.Accuracy(variant)!.ToSvg());
    }

    [TestMethod]
    public void Measures_OfSeeds_CarryTheBootstrapInterval()
    {
        VariantMeasures measures = new(FictitiousVariants.Sizes(3).Variants[0]);
        IntervalMean shared = measures.Total("add", Metrics.Shared);
        Assert.AreEqual(0.55 + 0.06 + 0.12, shared.Mean, 1e-9);
        Assert.IsTrue(shared.Low < shared.Mean && shared.Mean < shared.High && shared.Low > 0.699 && shared.High < 0.761, $"{shared}");
        Assert.IsTrue(double.IsNaN(new VariantMeasures(FictitiousVariants.Sizes(1).Variants[0]).Total("add", Metrics.Shared).Low));
        Assert.AreSequenceEqual(["control", "add", "mul"], measures.Masks);
        Assert.AreSequenceEqual(["add", "mul"], measures.Functions);
    }

    [TestMethod]
    public void VariantTable_OfBetas_NamesThemWithIntervals()
    {
        ReportTable table = VariantTable.Of(FictitiousVariants.Betas().Variants)!;
        Assert.AreEqual("beta", table.Heads[4]);
        Assert.HasCount(15, table.Rows);
        Assert.AreEqual("3.2e-5", table.Rows.First(row => row[0] == "3.2e-5")[4]);
        Assert.MatchesRegex(@"^\d+\.\d% \(\d+\.\d% to \d+\.\d%\)$", table.Rows[1][5]);
        Assert.IsNull(VariantTable.Of([FictitiousRuns.Results(1).Variants[0]]));
    }

    [TestMethod]
    [DataRow(0, "0")]
    [DataRow(950, "950")]
    [DataRow(999.6, "1k")]
    [DataRow(12_340, "12.3k")]
    [DataRow(260_800, "261k")]
    [DataRow(999_600, "1M")]
    [DataRow(12_124_000, "12.1M")]
    public void ShortNumber_OfAnyNumber_HasAtMostThreeDigits(double value, string expected) => Assert.AreEqual(expected, ShortNumber.Of(value));

    private static string[] Names(RunResults results) => [.. VariantFigures.All(results.Variants).Select(figure => figure.Name)];

    private static StoredRun Renamed(StoredRun run, string variant) => run with
    {
        Info = run.Info with { Variant = variant },
        Records = [.. run.Records.Select(record => record with { Variant = variant })],
    };
}
