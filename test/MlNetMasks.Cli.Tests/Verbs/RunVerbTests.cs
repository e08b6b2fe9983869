using System.Text.RegularExpressions;
using MlNetMasks.Analysis;
using MlNetMasks.Experiments.Runs;
using MlNetMasks.Masks;

namespace MlNetMasks.Cli.Tests.Verbs;

[TestClass]
public sealed class RunVerbTests
{
    private static readonly string[] s_figures =
    [
        "accuracy", "accuracy-curves", "confusion", "kept-per-layer", "kept-weights-per-layer", "logit-histogram", "logit-histogram-kept", "logit-histogram-log", "loss-curves", "overlap-iomin", "overlap-iou",
    ];

    private static readonly string[] s_checkpoints = ["add.safetensors", "checkpoint.json", "control.safetensors", "pretrain.safetensors"];

    [TestMethod]
    public void Run_OneVariantAndSeed_WritesExactlyTheFilesOfARun()
    {
        using var folder = new TemporaryFolder();
        var result = CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["runs"]).Expect(ExitCode.Done);

        string[] expected =
        [
            "masks.safetensors", "metrics.csv", "metrics.parquet", "model.zip", "network.safetensors", "report.html", "run.json",
            .. s_figures.SelectMany(figure => new[] { $"figures/{figure}.png", $"figures/{figure}.svg" }),
        ];
        Assert.AreSequenceEqual(
            [".locks/tiny/small/seed-1.lock", .. expected.Select(name => $"tiny/small/seed-1/{name}").Order(StringComparer.Ordinal)],
            Directory.EnumerateFiles(folder["runs"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder["runs"], file)).Order(StringComparer.Ordinal));
        Assert.Contains($"report: {Path.Combine(TinyPipeline.Run(folder), "report.html")}", result.Output);
        Assert.Contains("| -       | unmasked  |", result.Output);
        Assert.Contains("passed: anything goes: accuracy", result.Output);
        Assert.Contains("[small, seed 1, stage 1/4] pretrain 20/20", result.Error);
        Assert.Contains("[small, seed 1, stage 4/4] mul 10/10", result.Error);
        Assert.Contains("mlnetmasks: warning: mask 'add': the mask has removed nothing: every weight is kept. Raise beta", result.Error);
        Assert.IsEmpty(result.Faults);
    }

    [TestMethod]
    public void Run_Results_AreTheSameInCsvAndParquetAndNamedAfterTheRun()
    {
        using var folder = new TemporaryFolder();
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--seed", "7", "--out", folder["runs"]).Expect(ExitCode.Done);

        var csv = ResultFile.ReadCsv(Path.Combine(TinyPipeline.Run(folder, 7), "metrics.csv"));
        Assert.AreSequenceEqual(csv, ResultFile.ReadParquet(Path.Combine(TinyPipeline.Run(folder, 7), "metrics.parquet")));
        Assert.IsTrue(csv.All(record => record is { Experiment: "tiny", Variant: "small", Seed: 7 }));
        var accuracies = csv.Where(record => record is { Stage: Stages.Evaluate, Metric: Metrics.Accuracy }).ToList();
        Assert.HasCount(14, accuracies); // the network alone, and three masks under two conditions, on two sets
        Assert.IsTrue(accuracies.All(record => record.Value is >= 0 and <= 1 && record.DataSet is "add" or "mul"));
        Assert.IsTrue(csv.Any(record => record is { Stage: Stages.Analyze, Metric: Metrics.IoU, Mask: "add", Against: "mul" }));
        Assert.IsTrue(csv.Any(record => record is { Stage: Stages.Pretrain, Metric: Metrics.Loss, Step: 20 }));
    }

    [TestMethod]
    public void Run_RunJson_HoldsEveryFactNeededToRepeatIt()
    {
        using var folder = new TemporaryFolder();
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["runs"], "--threads", "1", "--scale", "paper").Expect(ExitCode.Done);

        var info = RunInfoFile.Read(Path.Combine(TinyPipeline.Run(folder), "run.json"));
        Assert.AreEqual(("tiny", "small", 1, "paper", 1), (info.Experiment, info.Variant, info.Seed, info.Scale, info.Threads));
        Assert.Contains("steps: 30", info.Configuration);
        Assert.MatchesRegex("^[0-9a-f]{64}$", info.ConfigurationHash);
        Assert.AreEqual("control", info.ControlMask);
        Assert.AreSequenceEqual(["pretrain", "control", "add", "mul", "evaluate", "analyze"], info.Timings.Keys);
        Assert.IsTrue(info.Timings.Values.All(seconds => seconds >= 0) && info.ElapsedSeconds > 0);
        Assert.AreSequenceEqual(["MlNetMasks", ".NET", "ML.NET", "TorchSharp"], info.Versions.Keys);
        Assert.AreSequenceEqual(["train", "validation"], info.DataFingerprints.Keys);
        Assert.AreEqual("1, as asked for", info.Runtime["thread choice"]);
        Assert.IsTrue(info.Gates.Single().Passed);

        // The stored configuration is itself a pipeline file that makes the same run.
        var again = folder.File("again.yaml", info.Configuration);
        CommandResult.Of("run", again, "--out", folder["again"], "--threads", "1").Expect(ExitCode.Done);
        AssertSameBytes(TinyPipeline.Run(folder), folder["again", "tiny", "small", "seed-1"]);
        Assert.AreEqual(info.ConfigurationHash, RunInfoFile.Read(folder["again", "tiny", "small", "seed-1", "run.json"]).ConfigurationHash);
    }

    [TestMethod]
    public void Run_Report_NeedsNothingOutsideItself()
    {
        using var folder = new TemporaryFolder();
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["runs"]).Expect(ExitCode.Done);

        var html = File.ReadAllText(Path.Combine(TinyPipeline.Run(folder), "report.html"));
        var references = Regex.Matches(html, """\s(?:src|srcset|href|xlink:href|action|data)="([^"]*)"|url\(\s*["']?([^"')]*)""").Select(match => match.Groups[1].Value + match.Groups[2].Value);
        Assert.IsTrue(references.All(reference => reference.StartsWith('#') || reference.StartsWith("data:", StringComparison.Ordinal)), string.Join('\n', references.Select(reference => reference[..Math.Min(80, reference.Length)])));
        var addresses = Regex.Matches(html, "https?://[^\"'<> ]+").Select(match => match.Value).Distinct();
        Assert.IsTrue(addresses.All(address => address.StartsWith("http://www.w3.org/", StringComparison.Ordinal)), string.Join('\n', addresses));
        Assert.DoesNotContain("<script", html);
        Assert.Contains("@media print", html);
    }

    [TestMethod]
    [DoNotParallelize] // libtorch has one number of threads per process
    public void Run_SameSeedAndThreads_GivesTheSameBytesAndAnotherSeedDoesNot()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);
        foreach (var (name, seed) in new[] { ("first", "1"), ("second", "1"), ("other", "2") })
        {
            CommandResult.Of("run", file, "--variant", "small", "--threads", "2", "--seed", seed, "--out", folder[name], "--set", "masks.defaults.initial_logit=0").Expect(ExitCode.Done);
        }

        AssertSameBytes(folder["first", "tiny", "small", "seed-1"], folder["second", "tiny", "small", "seed-1"]);
        foreach (var name in new[] { "masks.safetensors", "network.safetensors" })
        {
            Assert.IsFalse(File.ReadAllBytes(folder["first", "tiny", "small", "seed-1", name]).AsSpan().SequenceEqual(File.ReadAllBytes(folder["other", "tiny", "small", "seed-2", name])), name);
        }
    }

    [TestMethod]
    public void Run_AllVariantsAndSeeds_WritesEachRunAndACombinedReport()
    {
        using var folder = new TemporaryFolder();
        var result = CommandResult.Of("run", TinyPipeline.In(folder), "--seeds", "1-2", "--out", folder["runs"]).Expect(ExitCode.Done);

        foreach (var variant in new[] { "small", "[8x2]" })
        {
            Assert.AreSequenceEqual(["seed-1", "seed-2"], Directory.GetDirectories(folder["runs", "tiny", variant]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        }

        Assert.Contains($"all 4 runs together: {folder["runs", "tiny", "report.html"]}", result.Output);
        Assert.Contains("[8x2]", File.ReadAllText(folder["runs", "tiny", "report.html"]));
        Assert.HasCount(4, RunResults.Load(folder["runs"]).Runs);
        Assert.Contains("[[8x2], seed 2, stage 1/4] pretrain", result.Error);
    }

    [TestMethod]
    public void Run_Set_ChangesTheConfiguration()
    {
        using var folder = new TemporaryFolder();
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["runs"], "--set", "masks.functions.add.beta=0.5", "--set", "network.hidden=[3]").Expect(ExitCode.Done);

        var masks = MaskFile.Read(Path.Combine(TinyPipeline.Run(folder), "masks.safetensors"));
        Assert.AreSequenceEqual([3, 10], masks.Layout.Layers[1].Shape.Reverse());
        Assert.Contains("beta: 0.5", RunInfoFile.Read(Path.Combine(TinyPipeline.Run(folder), "run.json")).Configuration);
    }

    [TestMethod]
    public void Run_GateThatFails_EndsWithItsOwnCodeAndKeepsTheRun()
    {
        using var folder = new TemporaryFolder();
        var result = CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--seeds", "1-2", "--out", folder["runs"], "--set", "gates=[{ name: perfect, metric: accuracy, condition: unmasked, set: add, at_least: 1 }]");

        result.Refused(ExitCode.GateFailed, "2 of 2 gates failed; the runs are kept");
        Assert.Contains("failed: perfect: accuracy [condition=unmasked, set=add] >= 1: ", result.Output);
        Assert.HasCount(2, RunResults.Load(folder["runs"]).Runs);
        Assert.IsFalse(RunInfoFile.Read(Path.Combine(TinyPipeline.Run(folder), "run.json")).Gates.Single().Passed);
    }

    [TestMethod]
    public void Run_AgainOverAnEarlierRun_ReplacesIt()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);
        CommandResult.Of("run", file, "--variant", "small", "--out", folder["runs"]).Expect(ExitCode.Done);
        File.WriteAllText(Path.Combine(TinyPipeline.Run(folder), "left.txt"), "of the earlier run");

        CommandResult.Of("run", file, "--variant", "small", "--out", folder["runs"]).Expect(ExitCode.Done);

        Assert.IsFalse(File.Exists(Path.Combine(TinyPipeline.Run(folder), "left.txt")));
        Assert.AreSequenceEqual(["seed-1"], Directory.GetDirectories(folder["runs", "tiny", "small"]).Select(path => Path.GetFileName(path)!));
    }

    [TestMethod]
    public void Run_FaultOfALaterRun_IsFoundBeforeTheFirst()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);
        Directory.CreateDirectory(folder["runs", "tiny", "[8x2]"]);
        File.WriteAllText(folder["runs", "tiny", "[8x2]", "seed-2"], "in the way");
        CommandResult.Of("run", file, "--seeds", "1-2", "--out", folder["runs"]).Refused(ExitCode.Failed, "seed-2' is a file, but a folder is needed there; move the file away");
        Assert.IsEmpty(Directory.GetFiles(folder["runs"], "*.json", SearchOption.AllDirectories));

        // The network of the last variant is larger than any machine.
        File.WriteAllText(file, TinyPipeline.Text.Replace("hidden: [8, 8]", "hidden: [30000, 65536, 30000]", StringComparison.Ordinal));
        CommandResult.Of("run", file, "--out", folder["other"]).Refused(ExitCode.BadUsageOrInput, "tiny.yaml: line 23, column 33: the network has 3,933,120,000 maskable weights", "use smaller layers or fewer samples");
        Assert.IsEmpty(Directory.GetFiles(folder["other"], "*.json", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Run_HeldByAnotherRun_IsRefusedBeforeTraining()
    {
        using var folder = new TemporaryFolder();
        using var held = RunStore.Begin(folder["runs"], "tiny", "small", 1);

        var result = CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["runs"]);

        result.Refused(ExitCode.Failed, "another process is writing this run; wait for it");
        Assert.DoesNotContain("pretrain", result.Error);
    }

    [TestMethod]
    public void Run_CancelledInTheMiddle_LeavesNoRunButWhatItIsContinuedFrom()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new TriggerWriter("] add 1/", cancellation.Cancel);

        var code = CommandLine.Invoke(["run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["runs"]], output, error, cancellation.Token);

        Assert.AreEqual(ExitCode.Cancelled, code, error.ToString());
        Assert.Contains("mlnetmasks: cancelled", error.ToString());
        Assert.Contains("Continue with the same command and --resume.", error.ToString());
        Assert.AreSequenceEqual(
            [".locks/tiny/small/seed-1.lock", .. s_checkpoints.Select(name => $"tiny/small/.checkpoint-seed-1/{name}"), "tiny.yaml"],
            folder.Files.Select(name => name.Replace("runs/", "", StringComparison.Ordinal)));
    }

    private static void AssertSameBytes(string first, string second)
    {
        foreach (var name in new[] { "metrics.csv", "metrics.parquet", "masks.safetensors", "network.safetensors" })
        {
            Assert.IsTrue(File.ReadAllBytes(Path.Combine(first, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(second, name))), name);
        }
    }
}
