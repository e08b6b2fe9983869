using System.Runtime.InteropServices;
using MlNetMasks.Analysis;

namespace MlNetMasks.Cli.Tests.Processes;

[TestClass]
public sealed class ProcessTests
{
    [TestMethod]
    public void Process_EndsWithTheCodeOfItsOutcome()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);
        string[] run = ["run", file, "--variant", "small", "--out", folder["runs"]];

        Run(ExitCode.Done, run);
        Run(ExitCode.BadUsageOrInput, [.. run, "--set", "gates.0.at_least=1"]);
        Run(ExitCode.GateFailed, [.. run, "--set", "gates.0.at_least=1", "--overwrite"]);
        Run(ExitCode.BadUsageOrInput, "run", folder["none.yaml"]);
        Run(ExitCode.BadUsageOrInput, "bogus");
        Run(ExitCode.Failed, "run", file, "--variant", "small", "--out", file);
        Run(ExitCode.Done, "--help");
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux | OperatingSystems.OSX)]
    [DataRow(PosixSignal.SIGINT)]
    [DataRow(PosixSignal.SIGTERM)]
    public void Process_Interrupted_EndsWith130AndLeavesNothingButCheckpoints(PosixSignal signal)
    {
        using var folder = new TemporaryFolder();
        using var process = StartLongRun(folder);
        process.WaitFor("] add 1/");
        process.Send(signal);

        process.End().Refused(ExitCode.Cancelled, "mlnetmasks: cancelled; finished runs are kept, and nothing half-written looks like one. Continue with the same command and --resume.");
        Assert.AreSequenceEqual([".checkpoint-seed-1"], Names(folder["runs", "tiny", "small"]));
        Assert.AreSequenceEqual(["add.safetensors", "checkpoint.json", "control.safetensors", "pretrain.safetensors"], Names(folder["runs", "tiny", "small", ".checkpoint-seed-1"]));
    }

    [TestMethod]
    public void Process_KilledInTheMiddle_LeavesNothingThatLooksFinishedAndTheNextRunClearsUp()
    {
        using var folder = new TemporaryFolder();
        using (var process = StartLongRun(folder))
        {
            process.WaitFor("] add 1/");
            process.Kill();
        }

        Assert.AreSequenceEqual([".checkpoint-seed-1", ".incomplete-seed-1"], Names(folder["runs", "tiny", "small"]));
        CommandResult.Of("report", folder["runs"]).Refused(ExitCode.BadUsageOrInput, "holds no complete run");

        // Another seed of the same experiment clears up what the dead process left, but for what the run can be continued from.
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--seed", "2", "--out", folder["runs"]).Expect(ExitCode.Done);

        Assert.AreSequenceEqual([".checkpoint-seed-1", "seed-2"], Names(folder["runs", "tiny", "small"]));
        Assert.HasCount(1, RunResults.Load(folder["runs"]).Runs);
    }

    [TestMethod]
    public void Process_KilledWhileReplacingARun_KeepsTheEarlierOne()
    {
        using var folder = new TemporaryFolder();
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["runs"]).Expect(ExitCode.Done);
        var before = File.ReadAllBytes(Path.Combine(TinyPipeline.Run(folder), "metrics.csv"));
        using (var process = StartLongRun(folder))
        {
            process.WaitFor("] add 1/");
            process.Kill();
        }

        Assert.AreSequenceEqual(before, File.ReadAllBytes(Path.Combine(TinyPipeline.Run(folder), "metrics.csv")));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    [DataRow(16)]
    [DataRow(64)]
    [DataRow(600)]
    public void Process_DiskThatFillsUp_SaysSoAndLeavesNoRun(int kibibytes)
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);
        Directory.CreateDirectory(folder["small"]);
        // A file system of that size, in name spaces of the process's own: it needs no root and is gone with the process.
        var script = $"mount -t tmpfs -o size={kibibytes}k tmpfs '{folder["small"]}' || exit 77; '{ChildProcess.ProgramPath}' run '{file}' --variant small --out '{folder["small"]}'; code=$?; find '{folder["small"]}' -type f; exit $code";
        using var process = StartUnshared(script);
        var result = process.End();

        result.Refused(ExitCode.Failed, "the disk is full or its quota is used up", "free space or choose another folder with --out.");
        string[] left = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => Path.GetRelativePath(folder["small"], path))];
        Assert.Contains(".locks/tiny/small/seed-1.lock", left);
        Assert.IsTrue(left.All(path => path.StartsWith(".locks/", StringComparison.Ordinal) || (path.StartsWith("tiny/small/.checkpoint-seed-1/", StringComparison.Ordinal) && !path.EndsWith(".unfinished", StringComparison.Ordinal))), result.Output);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Process_FileSystemThatIsReadOnly_IsRefusedBeforeTraining()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);
        Directory.CreateDirectory(folder["locked"]);
        var script = $"mount -t tmpfs -o ro tmpfs '{folder["locked"]}' || exit 77; exec '{ChildProcess.ProgramPath}' run '{file}' --variant small --out '{folder["locked"]}'";
        using var process = StartUnshared(script);
        var result = process.End();

        result.Refused(ExitCode.Failed, "Read-only file system", "choose another one with --out.");
        Assert.DoesNotContain("pretrain", result.Error);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Process_OutputWithoutPermission_IsRefusedBeforeTraining()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);
        foreach (var (path, mode) in new[] { (folder.Path, "755"), (Directory.CreateDirectory(folder["locked"]).FullName, "555") })
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        }

        // Root may write everywhere, so root's test becomes nobody.
        string[] nobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];
        using (var probe = ChildProcess.StartProgram(nobody[0], [.. nobody[1..], "test", "-x", ChildProcess.ProgramPath]))
        {
            if (probe.End().Code != 0)
            {
                Assert.Inconclusive("Another user cannot reach the program here.");
            }
        }

        using var process = ChildProcess.StartProgram(nobody[0], [.. nobody[1..], ChildProcess.ProgramPath, "run", file, "--variant", "small", "--out", folder["locked"]]);
        var result = process.End();

        result.Refused(ExitCode.Failed, "writing is not permitted; change the permissions or choose another folder with --out.");
        Assert.DoesNotContain("pretrain", result.Error);
    }

    private static void Run(int code, params string[] args)
    {
        using var process = ChildProcess.Start(args);
        process.End().Expect(code);
    }

    /// <summary>A run that ends by itself only after a test has given up; its output shows when which stage begins.</summary>
    private static ChildProcess StartLongRun(TemporaryFolder folder)
        => ChildProcess.Start("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["runs"], "--set", "masks.functions.add.steps=100000000", "--overwrite");

    private static ChildProcess StartUnshared(string script)
    {
        using (var probe = ChildProcess.StartProgram("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /tmp"))
        {
            if (probe.End().Code != 0)
            {
                Assert.Inconclusive("This host does not let a process mount a file system of its own.");
            }
        }

        return ChildProcess.StartProgram("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script);
    }

    private static string[] Names(string folder) => [.. Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
}
