namespace MlNetMasks.Samples.Tests;

/// <summary>Our packages, seen by a program outside the repository that knows nothing of its settings.</summary>
[TestClass]
public sealed class PackageTests
{
    private const string Pipeline = """
        using Microsoft.ML;
        using MlNetMasks;
        using MlNetMasks.Data;
        using MlNetMasks.Masks;
        using MlNetMasks.Torch;

        var digits = new AddMulOptions { Digits = 1 };
        var train = new AddMulSource(DataSplit.Train, rows: 2_000, digits);
        var sets = new EvaluationOptions { Sets = [new("add", RowFilter.KeyIs("Operation", "add"))] };
        var ml = new MLContext(seed: 1);
        var pipeline = ml.Masks.Pretrain(new FeedForwardNetwork([64]), new() { Problem = new DigitsProblem(), StepCount = 1_000 })
            .Append(ml.Masks.Learn("add", new() { Rows = RowFilter.KeyIs("Operation", "add"), StepCount = 200, LearningRate = 5e-2 }));
        using (var model = pipeline.Fit(train))
        {
            ml.Model.Save(model, train.Schema, args[0]);
            Console.WriteLine($"fitted {Share(ml, model):R}");
        }

        var other = new MLContext(seed: 2);
        Console.WriteLine($"masks known: {other.Masks.Registries.For<NetworkSpec>().Ids.Count > 0}");
        Console.WriteLine($"loaded {Share(other, other.Model.Load(args[0], out _)):R}");

        double Share(MLContext context, ITransformer model) => context.Masks.Evaluate(model, train, sets).Accuracy("add", Condition.Mask, "add");
        """;

    private const string Reader = """
        using Microsoft.Data.Analysis;
        using MlNetMasks.Analysis;
        using MlNetMasks.Masks;

        ResultRecord[] records = [.. new[] { 0.25, 0.75 }.Select((share, i) => new ResultRecord(
            "e", "default", Seed: 1, Stages.Evaluate, Mask: "", Against: "", Condition.Unmasked, DataSet: $"set {i}", Layer: "", Unit: "", Step: null, Metrics.Accuracy, share))];
        var results = RunResults.FromRuns([new StoredRun("", new RunInfo { Experiment = "e", Variant = "default", Seed = 1 }, records)]);
        DataFrame frame = results.ToDataFrame();
        Console.WriteLine($"{frame.Rows.Count} rows, {File.ReadAllText(RunReport.Write(results, args[0])).Length > 1_000}");
        """;

    private static PackageFeed? feed;

    [ClassInitialize]
    public static async Task Pack(TestContext context) => feed = await PackageFeed.Pack();

    [ClassCleanup]
    public static void Clean() => feed?.Dispose();

    [TestMethod]
    [DataRow(false, DisplayName = "without a runtime identifier")]
    [DataRow(true, DisplayName = "with a runtime identifier")]
    public async Task Consumer_OfThePackages_TrainsSavesLoadsAndEvaluates(bool hasRuntimeIdentifier)
    {
        using var project = new ScratchProject(feed!, Pipeline, hasRuntimeIdentifier, ("MlNetMasks", Repository.PackageVersion), (Repository.TorchBackend, Repository.TorchVersion));

        var run = await project.BuildAndRun(project.PathOf("model.zip"));

        Assert.AreEqual(0, run.ExitCode, run.Error);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.AreEqual("masks known: True", lines[1]);
        Assert.AreEqual(lines[0].Replace("fitted", "loaded", StringComparison.Ordinal), lines[2]);
        Assert.IsGreaterThan(0.5, double.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), run.Output);
    }

    [TestMethod]
    public async Task Consumer_WithoutABackend_IsToldWhatToAdd()
    {
        using var project = new ScratchProject(feed!, Pipeline, hasRuntimeIdentifier: true, ("MlNetMasks", Repository.PackageVersion));

        var run = await project.BuildAndRun(project.PathOf("model.zip"));

        Assert.AreNotEqual(0, run.ExitCode);
        StringAssert.Contains(run.Error, "TorchBackendException");
        StringAssert.Contains(run.Error, "TorchSharp-cpu");
    }

    [TestMethod]
    public async Task Consumer_OfAnalysisAlone_ReadsAndReportsWithoutTorch()
    {
        using var project = new ScratchProject(feed!, Reader, hasRuntimeIdentifier: false, ("MlNetMasks.Analysis", Repository.PackageVersion));

        var run = await project.BuildAndRun(project.PathOf("report"));

        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual("2 rows, True", run.Output.Trim());
        Assert.IsFalse(Directory.EnumerateFiles(project.OutputFolder, "*orch*", SearchOption.AllDirectories).Any(), "A file of torch came along.");
    }

    [TestMethod]
    public void Packages_OfTheBuild_HoldLibraryDocumentationReadmeAndLicence()
    {
        var packages = feed!.Read();
        CollectionAssert.AreEquivalent(
            new[] { "MlNetMasks", "MlNetMasks.Analysis", "MlNetMasks.Data", "MlNetMasks.Experiments", "MlNetMasks.Masks", "MlNetMasks.Torch" }, packages.Keys.ToArray());
        foreach (var (id, (metadata, files)) in packages)
        {
            string? Fact(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
            CollectionAssert.IsSubsetOf(new[] { "PACKAGE.md", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml" }, files.ToArray(), id);
            Assert.AreEqual("PACKAGE.md", Fact("readme"), id);
            Assert.AreEqual("MIT", Fact("license"), id);
            Assert.IsGreaterThan(20, Fact("description")!.Length, id);
            Assert.IsFalse(files.Any(file => file.Contains("native", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".so", StringComparison.Ordinal)), $"{id} holds native files.");
            var dependencies = metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value);
            Assert.IsFalse(dependencies.Any(name => name.StartsWith("TorchSharp-", StringComparison.Ordinal)), $"{id} prescribes a backend; programs choose it.");
        }
    }
}
