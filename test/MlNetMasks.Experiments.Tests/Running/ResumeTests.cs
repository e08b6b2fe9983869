using MlNetMasks.Analysis;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Experiments.Tests.PipelineFiles;

namespace MlNetMasks.Experiments.Tests.Running;

[TestClass]
public sealed class ResumeTests
{
    private static readonly string[] s_tiny =
    [
        "data.digits=1", "data.train_rows=300", "data.validation_rows=100", "network.hidden=[6]", "pretrain.steps=12", "masks.defaults.steps=8", "masks.functions.mul.steps=9",
        "masks.defaults.initial_logit=0", "gates=[]",
    ];

    private static readonly string[] s_results = ["metrics.csv", "metrics.parquet", "masks.safetensors", "network.safetensors"];

    [TestMethod]
    [DoNotParallelize] // libtorch has one number of threads per process
    public void Run_InterruptedAtRandomSteps_ContinuesToTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var straight = ExperimentRunner.Run(Plan(), 1, Options(folder["straight"]));
        var random = new Random(3);
        const int Steps = 12 + 8 + 8 + 9;
        var (begun, interrupted) = (DateTimeOffset.UtcNow, default(DateTimeOffset));
        for (var stop = 1 + random.Next(5); stop < Steps; stop += 1 + random.Next(8))
        {
            Interrupt(Plan(), Options(folder["sliced"]), stop);
            interrupted = interrupted == default ? DateTimeOffset.UtcNow : interrupted;
            Assert.IsFalse(Directory.Exists(Path.Combine(folder["sliced"], "sample", "default", "seed-1")));
        }

        var sliced = ExperimentRunner.Run(Plan(), 1, Options(folder["sliced"]) with { Resume = true });

        AssertSameResults(straight, sliced);
        Assert.AreSequenceEqual(straight.Run.Info.Timings.Keys, sliced.Run.Info.Timings.Keys);
        Assert.IsGreaterThanOrEqualTo(sliced.Run.Info.Timings.Values.Sum(), sliced.Run.Info.ElapsedSeconds); // of all slices
        Assert.IsTrue(sliced.Run.Info.StartedAt >= begun && sliced.Run.Info.StartedAt <= interrupted);
        Assert.AreSequenceEqual(["seed-1"], Directory.GetFileSystemEntries(Path.Combine(folder["sliced"], "sample", "default")).Select(path => Path.GetFileName(path)));
    }

    [TestMethod]
    public void Run_InterruptedRunThere_IsNeitherLostNorTakenUpSilently()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder.Path);
        Interrupt(Plan(), options, 14);

        Assert.Contains(".checkpoint-seed-1' holds an interrupted run; continue it with --resume, or discard it with --overwrite.", Refused(Plan(), options));
        Assert.AreEqual(
            $"sample: '{Path.Combine(folder.Path, "sample", "default", ".checkpoint-seed-1")}' holds an interrupted run with another configuration: pretrain.steps was 12 and is 13; continue it as it was begun, or discard it with --overwrite instead of --resume.",
            Refused(Plan("pretrain.steps=13"), options with { Resume = true }));
        var two = Refused(Plan("masks.functions.add.beta=0.25", "network.hidden=[6, 5]"), options with { Resume = true, Threads = 2 });
        Assert.Contains("network.hidden was [6] and is [6, 5]", two);
        Assert.Contains("masks.functions.add.beta was 0.0001 and is 0.25", two);
        Assert.Contains("--threads was 1 and is 2", two);
        Assert.IsTrue(ExperimentRunner.IsInterrupted(Plan(), 1, folder.Path));

        var other = ExperimentRunner.Run(Plan("pretrain.steps=1"), 1, options with { Overwrite = true });
        Assert.AreEqual(1, other.Run.Records.Where(record => record.Stage == Masks.Stages.Pretrain).Max(record => record.Step));
        Assert.IsFalse(ExperimentRunner.IsInterrupted(Plan(), 1, folder.Path));
    }

    [TestMethod]
    public void Run_ResumedWithoutAnythingInterrupted_BeginsOrKeepsWhatIsFinished()
    {
        using var folder = new TemporaryFolder();
        var options = Options(folder.Path) with { Resume = true };
        var first = ExperimentRunner.Run(Plan(), 1, options);
        var seen = new List<RunProgress>();

        var again = ExperimentRunner.Run(Plan(), 1, options with { Progress = new Recorder(seen.Add) });

        Assert.IsFalse(first.IsFromEarlier);
        Assert.IsTrue(again.IsFromEarlier && again.IsPassed);
        Assert.IsEmpty(seen);
        Assert.AreSequenceEqual(first.Run.Records, again.Run.Records);
        Assert.Contains("holds a finished run with another configuration: pretrain.steps was ", Refused(Plan("pretrain.steps=2"), options));
    }

    [TestMethod]
    public void Run_WithoutCheckpoints_LeavesNothing()
    {
        using var folder = new TemporaryFolder();

        Interrupt(Plan(), Options(folder.Path) with { CheckpointInterval = null }, 30);

        Assert.IsEmpty(Directory.GetFileSystemEntries(Path.Combine(folder.Path, "sample", "default")));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunOptions { CheckpointInterval = TimeSpan.Zero });
    }

    [TestMethod]
    public void Run_DamagedCheckpoint_IsRefusedAndKept()
    {
        using var folder = new TemporaryFolder();
        Interrupt(Plan(), Options(folder.Path), 14);
        var checkpoints = Path.Combine(folder.Path, "sample", "default", ".checkpoint-seed-1");
        var path = Path.Combine(checkpoints, "pretrain.safetensors");
        var bytes = File.ReadAllBytes(path);
        bytes[^5] ^= 1;
        File.WriteAllBytes(path, bytes);

        var fault = Assert.ThrowsExactly<InvalidDataException>(() => ExperimentRunner.Run(Plan(), 1, Options(folder.Path) with { Resume = true }));
        Assert.AreEqual($"Stage 'pretrain' cannot continue from the checkpoint '{path}': its checksum does not fit its content. Delete the checkpoint to begin the stage anew.", fault.Message);

        File.Delete(path); // the remedy works: the stage begins anew, and the mask behind it is still of the same network
        Assert.IsFalse(ExperimentRunner.Run(Plan(), 1, Options(folder.Path) with { Resume = true }).IsFromEarlier);

        Interrupt(Plan(), Options(folder.Path) with { Overwrite = true }, 14);
        File.WriteAllText(Path.Combine(checkpoints, "checkpoint.json"), "{ \"formatVersion\": 9 }");
        Assert.Contains("Discard the interrupted run with --overwrite.", Assert.ThrowsExactly<InvalidDataException>(() => ExperimentRunner.Run(Plan(), 1, Options(folder.Path) with { Resume = true })).Message);
    }

    [TestMethod]
    public void Run_DataChangedWhileItWasInterrupted_IsRefused()
    {
        using var folder = new TemporaryFolder();
        string Table(int odd) => "x,kind\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i == 7 ? odd : i % 5)},{(i % 2 == 0 ? "a" : "b")}\n"));
        folder.File("table.csv", Table(2));
        var plan = PipelineFile.Parse(Path.Combine(folder.Path, "own.yaml"), """
            experiment: own
            data: { source: csv, path: table.csv, label: kind, features: [x] }
            network: { kind: feed-forward, hidden: [4] }
            pretrain: { steps: 20 }
            """).Resolve();
        Interrupt(plan, Options(folder["runs"]), 5);
        folder.File("table.csv", Table(3));

        var fault = Assert.ThrowsExactly<InvalidDataException>(() => ExperimentRunner.Run(plan, 1, Options(folder["runs"]) with { Resume = true }));

        Assert.Contains("which is of other work: examples was ", fault.Message);
    }

    private static ExperimentPlan Plan(params string[] more) => SamplePipeline.Load().Resolve(overrides: [.. s_tiny, .. more]);

    private static RunOptions Options(string root) => new() { OutputRoot = root, Threads = 1 };

    private static string Refused(ExperimentPlan plan, RunOptions options) => Assert.ThrowsExactly<PipelineFileException>(() => ExperimentRunner.Run(plan, 1, options)).Message;

    /// <summary>Begins or continues a run and cancels it when that many of its steps are done.</summary>
    private static void Interrupt(ExperimentPlan plan, RunOptions options, int stop)
    {
        using var source = new CancellationTokenSource();
        var doneBefore = 0;
        var last = default(RunProgress);
        var progress = new Recorder(value =>
        {
            doneBefore += value.Phase != last.Phase ? last.Training?.StepCount ?? 0 : 0;
            last = value;
            if (doneBefore + (value.Training?.Step ?? 0) >= stop)
            {
                source.Cancel();
            }
        });
        var resume = ExperimentRunner.IsInterrupted(plan, 1, options.OutputRoot) && !options.Overwrite;
        Assert.ThrowsExactly<OperationCanceledException>(() => ExperimentRunner.Run(plan, 1, options with { Resume = resume, Progress = progress, Cancellation = source.Token }));
    }

    private static void AssertSameResults(RunOutcome expected, RunOutcome actual)
    {
        foreach (var name in s_results)
        {
            Assert.IsTrue(File.ReadAllBytes(Path.Combine(expected.Directory, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual.Directory, name))), name);
        }
    }

    private sealed class Recorder(Action<RunProgress> report) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(value);
    }
}
