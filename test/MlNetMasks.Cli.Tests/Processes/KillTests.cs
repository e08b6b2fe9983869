namespace MlNetMasks.Cli.Tests.Processes;

/// <summary>A run whose process dies without warning, and what it becomes when it is continued each time.</summary>
[TestClass]
public sealed class KillTests
{
    private static readonly string[] s_masks = ["control", "add", "mul"];

    [TestMethod]
    public void Process_KilledAndContinued_EndsWithTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        foreach (var text in new[] { "] pretrain 1/", "] add 1/" })
        {
            using var process = Start(folder, "runs", steps: 400);
            process.WaitFor(text);
            process.Kill();
        }

        string continued = AssertEndsAsIfNeverKilled(folder, steps: 400);
        Assert.Contains("] pretrain 400/400", continued);
        Assert.DoesNotContain("] pretrain 1/", continued, "It began anew: what was done before the kills was trained again.");
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void Process_KilledTwentyTimes_EndsWithTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20);
        var kills = 0;
        for (; kills < 20; kills++)
        {
            using var process = Start(folder, "runs", steps: 20_000);
            process.WaitFor("stage ");
            if (process.EndsWithin(TimeSpan.FromMilliseconds(random.Next(1200))))
            {
                break;
            }

            process.Kill();
        }

        Assert.AreEqual(20, kills, "The run was complete before it was killed often enough; give it more steps.");
        AssertEndsAsIfNeverKilled(folder, steps: 20_000);
    }

    /// <returns>What the process that continued the run said.</returns>
    private static string AssertEndsAsIfNeverKilled(TemporaryFolder folder, int steps)
    {
        string continued = RunToEnd(folder, "runs", steps);
        RunToEnd(folder, "straight", steps);

        foreach (var name in new[] { "metrics.csv", "metrics.parquet", "masks.safetensors", "network.safetensors" })
        {
            Assert.IsTrue(
                File.ReadAllBytes(folder["runs", "tiny", "small", "seed-1", name]).AsSpan().SequenceEqual(File.ReadAllBytes(folder["straight", "tiny", "small", "seed-1", name])), name);
        }

        Assert.AreSequenceEqual(["seed-1"], Directory.GetFileSystemEntries(folder["runs", "tiny", "small"]).Select(path => Path.GetFileName(path)));
        return continued;
    }

    private static string RunToEnd(TemporaryFolder folder, string root, int steps)
    {
        using var process = Start(folder, root, steps);
        return process.End().Expect(ExitCode.Done).Error;
    }

    private static ChildProcess Start(TemporaryFolder folder, string root, int steps) => ChildProcess.Start(
    [
        "run", TinyPipeline.In(folder), "--variant", "small", "--out", folder[root], "--threads", "1", "--resume", "--checkpoint-minutes", "0.0005",
        "--set", "masks.defaults.initial_logit=0", .. s_masks.SelectMany(mask => new[] { "--set", FormattableString.Invariant($"masks.functions.{mask}.steps={steps}") }),
        "--set", FormattableString.Invariant($"pretrain.steps={steps}"),
    ]);
}
