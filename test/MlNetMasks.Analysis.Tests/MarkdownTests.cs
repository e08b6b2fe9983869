namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class MarkdownTests
{
    [TestMethod]
    public void Build_OneVariant_HasCommandGatesTablesAndMachine()
    {
        string page = RunMarkdown.Build([RunResults.FromRuns(Enumerable.Range(1, 3).Select(FictitiousVariants.WithControls).Select(Known))]);
        Assert.Contains("```sh\nmlnetmasks run pipelines/addmul.yaml --scale quick --seeds 1-3 --threads 2 --set pretrain.steps=4000 --set 'network.hidden=[8, 8]'\n```", page);
        Assert.Contains("Runs: seeds 1 to 3; 9 min 22 s in all; 5 of 6 gates passed.", page);
        Assert.Contains("**P_specialize holds: 18 of 18 checks met.**", page);
        Assert.Contains("| multiplication dies with the add mask | accuracy, mask add, set mul | \\<= 0.05 | 0.072 | 3 | failed |", page);
        Assert.Contains("| add random | 5.0% ± 1.0 (1.0% to 14.0%) |", page);
        Assert.Contains("| add AND NOT mul (expression) | 41,234 ± 0 |", page);
        Assert.Contains("| function | IoU | IoU by chance | kept by none | kept by all |", page);
        Assert.Contains("| in all | 187.5 ± 0.0 |", page);
        Assert.DoesNotContain("Allocator", page);
        Assert.Contains("| .NET | 10.0.0 |", page);
        Assert.DoesNotContain("P_reuse", page);
    }

    [TestMethod]
    public void Build_SeveralVariants_StartsWithThemSideBySide()
    {
        string page = RunMarkdown.Build([FictitiousVariants.Sizes(2)]);
        Assert.IsLessThan(page.IndexOf("### Variant 400,400,200", StringComparison.Ordinal), page.IndexOf("95% bootstrap interval", StringComparison.Ordinal));
        Assert.MatchesRegex(@"\| 2000x4 \| mul \| 2 \| 12,124,000 \|", page);
    }

    [TestMethod]
    public void Build_OneExperimentAtTwoScales_HasASectionForEach()
    {
        RunResults quick = RunResults.FromRuns([FictitiousRuns.Run(1)]);
        RunResults paper = RunResults.FromRuns([.. quick.Runs.Select(run => run with { Info = run.Info with { Scale = "paper" } })]);
        string page = RunMarkdown.Build([paper, quick]);
        string experiment = quick.Runs[0].Info.Experiment;
        Assert.Contains($"\n## {experiment}, scale paper\n", page);
        Assert.Contains($"\n## {experiment}, scale {quick.Runs[0].Info.Scale}\n", page);
        Assert.HasCount(1, page.Split('\n').Where(line => line == "## Machine and versions"));
    }

    [TestMethod]
    public void Build_OneExperimentTwiceAtOneScale_IsRefused()
    {
        ResultFormatException fault = Assert.ThrowsExactly<ResultFormatException>(() => RunMarkdown.Build([FictitiousRuns.Results(1), FictitiousRuns.Results(2)]));
        Assert.Contains("twice at scale", fault.Message);
    }

    [TestMethod]
    public void Build_NoResults_IsRefused() => Assert.ThrowsExactly<ArgumentException>(() => RunMarkdown.Build([]));

    [TestMethod]
    public void Build_HostileNames_StayText()
    {
        StoredRun run = FictitiousRuns.Run(1, functions: ["a|b\n# c", "<img src=x>"]);
        string page = RunMarkdown.Build([RunResults.FromRuns([run])]);
        Assert.DoesNotContain("\n# c", page);
        Assert.DoesNotContain(" <img", page);
        Assert.Contains("a\\|b # c", page);
        Assert.HasCount(1, page.Split('\n').Where(line => line.StartsWith("# ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Build_RunsOfAnEarlierVersion_HaveNoCommand()
    {
        string page = RunMarkdown.Build([FictitiousRuns.Results(1)]);
        Assert.DoesNotContain("```", page);
        Assert.AreEqual(page, RunMarkdown.Build([FictitiousRuns.Results(1)]));
    }

    [TestMethod]
    public void Write_ExistingFile_IsReplacedAsAWhole()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("RESULTS.md"), new string('x', 1_000_000));
        Assert.AreEqual(folder.File("RESULTS.md"), RunMarkdown.Write([FictitiousRuns.Results(1)], folder.File("RESULTS.md")));
        Assert.AreEqual(RunMarkdown.Build([FictitiousRuns.Results(1)]), File.ReadAllText(folder.File("RESULTS.md")));
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public void Write_IntoAMissingFolder_FailsAndLeavesNothing()
    {
        using TemporaryFolder folder = new();
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => RunMarkdown.Write([FictitiousRuns.Results(1)], folder.File("none/RESULTS.md")));
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static StoredRun Known(StoredRun run) => run with
    {
        Info = run.Info with { PipelineFile = "addmul.yaml", Overrides = ["pretrain.steps=4000", "network.hidden=[8, 8]"] },
    };
}
