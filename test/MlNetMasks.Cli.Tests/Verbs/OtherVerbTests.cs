using System.Globalization;
using System.Text.RegularExpressions;
using MlNetMasks.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Cli.Tests.Verbs;

[TestClass]
public sealed class OtherVerbTests
{
    [TestMethod]
    [DataRow("mlnetmasks [command] [options]")]
    [DataRow("mlnetmasks run <FILE> [options]", "run")]
    [DataRow("mlnetmasks validate <FILE> [options]", "validate")]
    [DataRow("mlnetmasks evaluate <MODEL> <FILE> [options]", "evaluate")]
    [DataRow("mlnetmasks list [<DIR>] [options]", "list")]
    [DataRow("mlnetmasks report <DIR>... [options]", "report")]
    [DataRow("mlnetmasks data [command] [options]", "data")]
    [DataRow("mlnetmasks data list [options]", "data", "list")]
    [DataRow("mlnetmasks data fetch <NAME>... [options]", "data", "fetch")]
    [DataRow("mlnetmasks data verify [<NAME>...] [options]", "data", "verify")]
    [DataRow("mlnetmasks doctor [options]", "doctor")]
    public void Help_OfEveryVerb_ShowsTheUsage(string usage, params string[] verb)
    {
        foreach (var option in new[] { "--help", "-h" })
        {
            var result = CommandResult.Of([.. verb, option]).Expect(ExitCode.Done);
            Assert.Contains(usage, result.Output);
            Assert.AreEqual("", result.Error);
        }
    }

    [TestMethod]
    public void Help_OfTheProgram_NamesEveryVerbAndExitCode()
    {
        var output = CommandResult.Of("--help").Output;
        foreach (var text in new[] { "run <FILE>", "validate <FILE>", "evaluate <MODEL> <FILE>", "list <DIR>", "report <DIR>", "data", "doctor", "0 done, 1 failed, 2 bad usage or input, 3 a quality gate", "130 cancelled" })
        {
            Assert.Contains(text, output);
        }

        var run = CommandResult.Of("run", "--help").Output;
        foreach (var option in new[] { "--seed", "--seeds", "--scale", "--set", "--out", "--threads", "--variant" })
        {
            Assert.Contains($"  {option} <", run);
        }
    }

    [TestMethod]
    public void Version_IsThatOfTheProgram() => Assert.MatchesRegex(@"^\d+\.\d+\.\d+", CommandResult.Of("--version").Expect(ExitCode.Done).Output);

    [TestMethod]
    public void Validate_GoodFile_EstimatesEveryVariantAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        var result = CommandResult.Of("validate", TinyPipeline.In(folder)).Expect(ExitCode.Done);

        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(2, lines);
        foreach (var (line, variant) in lines.Zip(["small", "[8x2]"]))
        {
            Assert.StartsWith($"tiny {variant} quick: valid; 3 masks, 2 evaluation sets, 1 gates; training takes about ", line);
            var memory = Regex.Match(line, "and ([0-9,]+) MiB per seed on this machine").Groups[1].Value;
            Assert.IsGreaterThan(10, int.Parse(memory, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        }

        Assert.AreSequenceEqual(["tiny.yaml"], folder.Files);
    }

    [TestMethod]
    public void Evaluate_ModelOfARun_RepeatsItsAccuracies()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);
        CommandResult.Of("run", file, "--variant", "small", "--seed", "3", "--out", folder["runs"]).Expect(ExitCode.Done);
        var run = TinyPipeline.Run(folder, 3);
        foreach (var name in new[] { "results.csv", "results.parquet" })
        {
            CommandResult.Of("evaluate", Path.Combine(run, "model.zip"), file, "--variant", "small", "--seed", "3", "--out", folder[name]).Expect(ExitCode.Done);

            var expected = ResultFile.Read(Path.Combine(run, "metrics.csv")).Where(record => record.Stage == Stages.Evaluate);
            Assert.AreSequenceEqual(expected, ResultFile.Read(folder[name]));
        }

        Assert.IsEmpty(folder.Files.Where(name => name.Contains("unfinished", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void List_Folder_ShowsEveryFileWithVariantsAndScales()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);

        Assert.AreEqual($"{file}\n  One-digit numbers on a network of eight units.\n  variants: small  [8x2]; scales: quick  paper\n", CommandResult.Of("list", folder.Path).Expect(ExitCode.Done).Output);
    }

    [TestMethod]
    public void List_FolderWithOneBadFile_ShowsTheOthersAndTheFault()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);
        folder.File("a-bad.yaml", "experiment: x\n");

        var result = CommandResult.Of("list", folder.Path).Expect(ExitCode.BadUsageOrInput);

        Assert.Contains(file, result.Output);
        Assert.Contains("a-bad.yaml: line 1, column 1: the pipeline file lacks the required key 'data'", result.Error);
    }

    [TestMethod]
    public void Report_OneRunOrMany_WritesItWhereAsked()
    {
        using var folder = new TemporaryFolder();
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--seeds", "1-2", "--out", folder["runs"]).Expect(ExitCode.Done);
        File.Delete(Path.Combine(TinyPipeline.Run(folder), "report.html"));

        Assert.AreEqual(Path.Combine(TinyPipeline.Run(folder), "report.html") + "\n", CommandResult.Of("report", TinyPipeline.Run(folder)).Expect(ExitCode.Done).Output);
        CommandResult.Of("report", folder["runs"], "--out", folder["new", "place"]).Expect(ExitCode.Done);

        Assert.Contains("seed 1", File.ReadAllText(Path.Combine(TinyPipeline.Run(folder), "report.html")));
        Assert.IsTrue(File.Exists(folder["new", "place", "report.html"]));
        Assert.IsTrue(File.Exists(folder["new", "place", "figures", "accuracy.svg"]));
    }

    [TestMethod]
    public void Report_SeveralFolders_MakeOnePageOfMarkdown()
    {
        using var folder = new TemporaryFolder();
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["quick"], "--scale", "quick", "--set", "masks.defaults.steps=4").Expect(ExitCode.Done);
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["paper"], "--scale", "paper", "--set", "masks.defaults.steps=4").Expect(ExitCode.Done);
        CommandResult.Of("report", folder["quick"], folder["paper"], "--markdown", folder["RESULTS.md"]).Expect(ExitCode.Done);
        Assert.Contains("## tiny, scale quick\n", File.ReadAllText(folder["RESULTS.md"]));
        Assert.Contains("## tiny, scale paper\n", File.ReadAllText(folder["RESULTS.md"]));
        CommandResult.Of("report", folder["quick"], folder["quick"], "--markdown", folder["RESULTS.md"]).Refused(ExitCode.BadUsageOrInput, "twice at scale 'quick'");
        CommandResult.Of("report", folder["quick"], folder["paper"]).Refused(ExitCode.BadUsageOrInput, "--markdown");
    }

    [TestMethod]
    public void Report_Markdown_IsWrittenAloneOrBesideTheReport()
    {
        using var folder = new TemporaryFolder();
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["runs"], "--scale", "quick", "--set", "masks.defaults.steps=4").Expect(ExitCode.Done);
        File.Delete(Path.Combine(TinyPipeline.Run(folder), "report.html"));

        Assert.AreEqual(folder["RESULTS.md"] + "\n", CommandResult.Of("report", folder["runs"], "--markdown", folder["RESULTS.md"]).Expect(ExitCode.Done).Output);
        var page = File.ReadAllText(folder["RESULTS.md"]);
        Assert.Contains("mlnetmasks run pipelines/tiny.yaml --variant small --scale quick --seed 1 --set masks.defaults.steps=4\n", page);
        Assert.DoesNotContain(folder.Path, page);
        Assert.IsEmpty(folder.Files.Where(name => name.EndsWith(".html", StringComparison.Ordinal)));

        CommandResult.Of("report", folder["runs"], "--markdown", folder["RESULTS.md"], "--out", folder["out"]).Expect(ExitCode.Done);
        Assert.AreEqual(page, File.ReadAllText(folder["RESULTS.md"]));
        Assert.IsTrue(File.Exists(folder["out", "report.html"]));
        CommandResult.Of("report", folder["runs"], "--markdown", folder["none", "RESULTS.md"]).Refused(ExitCode.Failed, "RESULTS.md");
    }

    [TestMethod]
    public void Report_FolderWithAnIncompleteRun_SaysWhatItLeavesOut()
    {
        using var folder = new TemporaryFolder();
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["runs"]).Expect(ExitCode.Done);
        Directory.CreateDirectory(folder["runs", "tiny", "small", "seed-9"]);
        File.Copy(Path.Combine(TinyPipeline.Run(folder), "run.json"), folder["runs", "tiny", "small", "seed-9", "run.json"]);

        CommandResult.Of("report", folder["runs"]).Refused(ExitCode.Done, "skipped", "seed-9", "neither metrics.parquet nor metrics.csv is there");
    }

    [TestMethod]
    public void Doctor_TellsWhatWasFoundAndDone()
    {
        var result = CommandResult.Of("doctor").Expect(ExitCode.Done);
        foreach (var fact in new[] { "libtorch", "allocator", "threads", "SIMD width" })
        {
            Assert.Contains(fact, result.Output);
        }
    }
}
