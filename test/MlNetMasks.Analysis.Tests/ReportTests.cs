using System.Text.RegularExpressions;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed partial class ReportTests
{
    [TestMethod]
    public void Write_OneVariant_SavesReportAndFigures()
    {
        using TemporaryFolder folder = new();
        RunResults results = FictitiousRuns.Results();
        string path = RunReport.Write(results, folder.File("out"));
        Assert.AreEqual(folder.File("out/report.html"), path);
        foreach (Figure figure in ResultFigures.All(results.Variants[0]))
        {
            Assert.IsTrue(File.Exists(folder.File($"out/figures/{figure.Name}.svg")) && File.Exists(folder.File($"out/figures/{figure.Name}.png")), figure.Name);
        }

        Assert.HasCount(ResultFigures.All(results.Variants[0]).Count, Regex.Matches(File.ReadAllText(path), "<figure "));
    }

    [TestMethod]
    public void Report_AnyRun_IsSelfContainedAndAccessible()
    {
        string html = Html(FictitiousRuns.Results());
        string markup = html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).Replace("http://www.w3.org/1999/xlink", "", StringComparison.Ordinal);
        Assert.DoesNotContain("://", markup);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<link", html);
        Assert.DoesNotContain(" src=", html);
        Assert.DoesNotContain("@import", html);
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", html);
        Assert.Contains("@media print", html);
        Assert.Contains("prefers-color-scheme: dark", html);
        Assert.AreEqual(Regex.Count(html, "<table"), Regex.Count(html, "<caption"));
        Assert.AreEqual(Regex.Count(html, "<figure "), Regex.Count(html, "<figcaption>[^<]"));
        Assert.AreEqual(Regex.Count(html, "<svg "), Regex.Count(html, "role=\"img\" aria-labelledby="));
    }

    [TestMethod]
    public void Report_ManyVariants_HasUniqueIdsAndAnOverview()
    {
        RunResults results = RunResults.FromRuns([FictitiousRuns.Run(1, "[800x4]"), FictitiousRuns.Run(1, "[2000x4]"), FictitiousRuns.Run(1, "(800x4)")]);
        string html = Html(results);
        string[] ids = [.. Id().Matches(html).Select(match => match.Groups[1].Value)];
        Assert.HasCount(ids.Length, ids.Distinct());
        Assert.Contains("All variants", html);
        foreach (Match reference in Reference().Matches(html))
        {
            Assert.Contains(reference.Groups[1].Value, ids);
        }
    }

    [TestMethod]
    public void Report_AddMul_TellsTheAnswerInWords()
    {
        string html = Html(FictitiousRuns.Results());
        Assert.MatchesRegex("P_specialize holds: 18 of 18 checks met", html);
        Assert.MatchesRegex(@"With the add mask, add stays at 9\d\.\d% and mul falls to \d\.\d%\.", html);
        Assert.MatchesRegex(@"With the weights of the mul mask removed, mul falls to \d\.\d% and add falls to \d\d\.\d%\.", html);
        Assert.MatchesRegex(@"The masks add and mul share \d\d\.\d% of the smaller mask \(IoMin\), more than the \d\d\.\d% that independent masks", html);
        Assert.Contains("1 of 6 gates failed", html);
        Assert.Contains("the validation draw overlaps the training draw", html);
        Assert.Contains("hidden: [800, 800, 800, 800]", html);
    }

    [TestMethod]
    public void Report_HostileNames_AreText()
    {
        const string hostile = "<script>alert(\"x\")</script>";
        StoredRun run = FictitiousRuns.Run(1, functions: [hostile, "mul\u0001"]);
        RunInfo info = run.Info with
        {
            Configuration = hostile,
            Notes = [hostile],
            Versions = new Dictionary<string, string> { [hostile] = hostile },
            Gates = [new RunGate(hostile, hostile, hostile, double.NaN, false)],
        };
        string html = Html(RunResults.FromRuns([run with { Info = info }]));
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain('\u0001', html);
        Assert.Contains("&lt;script&gt;", html);
    }

    [TestMethod]
    public void Report_SeveralSizes_ComparesTheVariants()
    {
        string html = Html(FictitiousVariants.Sizes(2));
        Assert.Contains("The variants side by side", html);
        Assert.Contains("figure-sharing-against-size", html);
        Assert.Contains("P_specialize holds: 12 of 12 checks met.", html);
    }

    [TestMethod]
    public void Report_Warnings_StandThereOnlyWhereThereAreSome()
    {
        StoredRun healthy = FictitiousVariants.WithControls(1);
        StoredRun empty = healthy with { Records = [.. healthy.Records.Select(record => record is { Metric: "kept", Mask: "mul", Layer: "output.weight" } ? record with { Value = 0 } : record)] };
        Assert.DoesNotContain("<h3>Warnings</h3>", Html(RunResults.FromRuns([healthy])));
        string html = Html(RunResults.FromRuns([empty]));
        Assert.Contains("<h3>Warnings</h3>", html);
        Assert.Contains("no weight of the layer is kept", html);
    }

    [TestMethod]
    public void Report_MaskWithoutSpecialization_SaysSo()
    {
        StoredRun run = FictitiousRuns.Run(1);
        // Every accuracy 1: no mask breaks anything.
        StoredRun flat = run with { Records = [.. run.Records.Select(record => record.Stage == "evaluate" && record.Metric == "accuracy" ? record with { Value = 1 } : record)] };
        Assert.Contains("P_specialize holds only in part: 2 of 6 checks met", Html(RunResults.FromRuns([flat])));
    }

    [TestMethod]
    public void Report_MasksWithoutTheirOwnSets_SaysWhereTheyLoseMost()
    {
        StoredRun run = FictitiousRuns.Run(1, functions: ["easy", "hard"]);
        StoredRun renamed = run with { Records = [.. run.Records.Select(record => record.DataSet.Length > 0 ? record with { DataSet = "test " + record.DataSet } : record)] };
        string html = Html(RunResults.FromRuns([renamed]));
        Assert.DoesNotContain("P_specialize", html);
        Assert.MatchesRegex(@"With the easy mask, test hard loses most: from \d\d\.\d% to \d\.\d%", html);
    }

    [TestMethod]
    public void Report_NoRecordsAndNoFacts_IsStillAReport()
    {
        RunInfo info = new() { Experiment = "empty", Variant = "default", Seed = 1 };
        string html = Html(RunResults.FromRuns([new StoredRun("", info, [])]));
        Assert.Contains("<h1>empty</h1>", html);
        Assert.Contains("no quality gates", html);
    }

    [TestMethod]
    public void Report_SkippedFolders_AreListed()
    {
        using TemporaryFolder folder = new();
        RunResultsTests.Store(folder.Folder("seed-1"), FictitiousRuns.Run(1));
        RunInfoFile.Write(Path.Combine(folder.Folder("seed-2"), "run.json"), FictitiousRuns.Info(2));
        Assert.Contains("Left out", Html(RunResults.Load(folder.Path)));
    }

    private static string Html(RunResults results)
    {
        using TemporaryFolder folder = new();
        return File.ReadAllText(RunReport.Write(results, folder.Path));
    }

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Id();

    [GeneratedRegex(@"(?:url\(#|href=""#)([^"")]*)")]
    private static partial Regex Reference();
}
