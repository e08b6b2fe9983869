using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML;
using MlNetMasks.Data;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Masks;

namespace MlNetMasks.Samples.Tests;

/// <summary>The C# of README.md is compiled and run as it stands there, but for the numbers that a test names.</summary>
[TestClass]
public sealed partial class ReadmeTests
{
    private static readonly string[] Headings = ["The pipeline in C#", "Functions one after another", "Your own data", "Results as a DataFrame", "Extending"];

    [TestMethod]
    public void Programs_OfTheReadme_AllHaveATest() => CollectionAssert.AreEqual(Headings, Readme.Programs.Keys.ToArray());

    [TestMethod]
    public void Links_ToFilesAndHeadings_LeadSomewhere()
    {
        string[] anchors = [.. AnyHeading().Matches(Readme.Text).Select(match => "#" + NotInAnchor().Replace(match.Groups[1].Value, "").Replace(' ', '-').ToUpperInvariant())];
        foreach (var target in Readme.LocalLinks)
        {
            Assert.IsTrue(target.StartsWith('#') ? anchors.Contains(target.ToUpperInvariant()) : Path.Exists(Repository.PathOf(target)), target);
        }
    }

    [TestMethod]
    public void Pipeline_WithATenthOfTheRowsAndFewSteps_TrainsSavesAndCutsOut()
    {
        using var folder = new TemporaryFolder();
        // The text shows the sizes that give the report's results in three minutes; every line is run, with rows and steps that take seconds.
        var code = Readme.Programs["The pipeline in C#"];
        code = Replace(code, "200_000", "20_000");
        code = Replace(code, "10_000", "1_000");
        code = Replace(code, "StepCount = 2_500", "StepCount = 40");
        code = Replace(code, "StepCount = 4_000", "StepCount = 120");

        var output = CSharpProgram.Run("The pipeline", code, folder.Path);

        StringAssert.Contains(output, "mask add: adds");
        StringAssert.Contains(output, "layers.0.weight");
        Assert.IsTrue(File.Exists(folder.PathOf("addmul.zip")));
    }

    [TestMethod]
    public void Sequence_WithFewRowsAndSteps_SaysWhatIsReused()
    {
        using var folder = new TemporaryFolder();
        var code = Readme.Programs["Functions one after another"];
        code = Replace(code, "60_000", "300");
        code = Replace(code, "2_500", "6");
        code = Replace(code, "[800, 800, 64]", "[16, 12]");

        var lines = CSharpProgram.Run("Functions one after another", code, folder.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.HasCount(2, lines);
        StringAssert.StartsWith(lines[0], "p1: earlier functions keep ");
        StringAssert.StartsWith(lines[1], "p2: earlier functions keep ");
    }

    [TestMethod]
    public void OwnData_AsItStands_LosesTheClassThatWasLeftOutAndKeepsTheOthers()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("data"));
        File.Copy(Repository.PathOf("data/flowers.csv"), folder.PathOf("data/flowers.csv"));

        var output = CSharpProgram.Run("Your own data", Readme.Programs["Your own data"], folder.Path);

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(3, lines, output);
        foreach (var line in lines)
        {
            int[] shares = [.. Percent().Matches(line).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
            Assert.HasCount(3, shares, output);
            Assert.IsGreaterThanOrEqualTo(70, shares[0], output);
            Assert.IsLessThanOrEqualTo(30, shares[1], output);
            Assert.IsGreaterThanOrEqualTo(70, shares[2], output);
        }
    }

    [TestMethod]
    public void DataFrame_OfARunFolder_LoadsInTwoLines()
    {
        using var folder = new TemporaryFolder();
        var plan = PipelineFile.Load(Repository.PathOf("pipelines/quickstart.yaml")).Resolve(overrides:
        [
            "data.digits=1", "data.train_rows=2000", "data.validation_rows=500", "network.hidden=[16]", "pretrain.steps=20", "masks.defaults.steps=10", "gates=[]",
        ]);
        foreach (var seed in (int[])[1, 2])
        {
            ExperimentRunner.Run(plan, seed, new RunOptions { OutputRoot = folder.PathOf("runs") });
        }

        var output = CSharpProgram.Run("Results as a DataFrame", Readme.Programs["Results as a DataFrame"], folder.Path);

        StringAssert.Contains(output, "inverse");
        StringAssert.Contains(output, "control");
    }

    [TestMethod]
    public void Extending_AsItStands_SavesAModelThatAnotherContextLoadsByItsId()
    {
        using var folder = new TemporaryFolder();

        var output = CSharpProgram.Run("Extending", Readme.Programs["Extending"], folder.Path);

        StringAssert.Contains(output, "input.weight, hidden.weight, output.weight");
        var stranger = new MLContext(seed: 1);
        _ = stranger.Masks;
        var fault = Assert.ThrowsExactly<InvalidDataException>(() => Persistence.ModelFile.Load(stranger, folder.PathOf("shortcut.zip"), out _));
        StringAssert.Contains(fault.Message, "example.shortcut");
    }

    [TestMethod]
    public void PackageReferences_OfTheReadme_NameTheVersionsInUse()
    {
        StringAssert.Contains(Readme.Text, $"<PackageReference Include=\"MlNetMasks\" Version=\"{Repository.PackageVersion}\" />");
        StringAssert.Contains(Readme.Text, $"<PackageReference Include=\"TorchSharp-cpu\" Version=\"{Repository.TorchVersion}\" />");
    }

    [TestMethod]
    public async Task CommandLine_OfTheReadme_IsThatOfTheProgram()
    {
        var section = Readme.Text[Readme.Text.IndexOf("## The command line", StringComparison.Ordinal)..Readme.Text.IndexOf("## The run folder", StringComparison.Ordinal)];
        var help = await Help();
        var run = await Help("run");

        CollectionAssert.AreEquivalent(HelpVerb().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(Word).ToArray(), ReadmeVerb().Matches(section).Select(Word).ToArray());
        CollectionAssert.AreEquivalent(
            HelpOption().Matches(run).Select(Word).Distinct().ToArray(), ReadmeOption().Matches(section).Select(Word).Distinct().ToArray());

        static string Word(Match match) => match.Groups[1].Value;
        static Task<string> Help(params string[] verb) => ChildProcess.DotNet(
            Repository.Root, ["run", "--no-build", "-c", Repository.Configuration, "--project", "src/MlNetMasks.Cli", "--", .. verb, "--help"]);
    }

    [TestMethod]
    public void Conditions_OfTheReadme_AreThoseThatCanBeEvaluated()
    {
        var section = Readme.Text[Readme.Text.IndexOf("## Conditions and controls", StringComparison.Ordinal)..Readme.Text.IndexOf("## Notebook", StringComparison.Ordinal)];
        var named = section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(line => ConditionName().Matches(line.Split('|')[1])).Select(match => match.Groups[1].Value);

        CollectionAssert.AreEquivalent(Enum.GetValues<Condition>().Where(condition => condition != Condition.None).Select(ConditionNames.ToText).ToArray(), named.ToArray());
    }

    private static string Replace(string code, string old, string replacement)
    {
        Assert.AreEqual(2, code.Split(old).Length, $"'{old}' should stand exactly once in the block; adapt the test to the text.");
        return code.Replace(old, replacement, StringComparison.Ordinal);
    }

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex AnyHeading();

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex ConditionName();

    [GeneratedRegex("[^A-Za-z0-9 -]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^  ([a-z]+) .*$", RegexOptions.Multiline)]
    private static partial Regex HelpVerb();

    [GeneratedRegex(@"^\| `([a-z]+)[ `]", RegexOptions.Multiline)]
    private static partial Regex ReadmeVerb();

    [GeneratedRegex(@"^  .*?(--[a-z]+)", RegexOptions.Multiline)]
    private static partial Regex HelpOption();

    [GeneratedRegex("`(--[a-z]+)")]
    private static partial Regex ReadmeOption();

    [GeneratedRegex(@"(\d+) ?%")]
    private static partial Regex Percent();
}
