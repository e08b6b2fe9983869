using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Experiments.Tests.Runs;

[TestClass]
public sealed class RunStoreTests
{
    [TestMethod]
    public void Complete_NewRun_AppearsWithAllFilesAtOnce()
    {
        using var root = new TemporaryFolder();
        using (RunFolder run = RunStore.Begin(root.Path, "e", "[800x4]", 3))
        {
            run.Write("figures/a.svg", stream => stream.Write("<svg/>"u8));
            Assert.AreEqual(Path.Combine(root.Path, "e", "[800x4]", ".incomplete-seed-3"), run.StagingPath);
            Assert.IsFalse(Directory.Exists(run.FinalPath));
            run.Complete();
        }

        Assert.AreEqual("<svg/>", File.ReadAllText(Path.Combine(root.Path, "e", "[800x4]", "seed-3", "figures", "a.svg")));
        Assert.AreSequenceEqual(["seed-3"], Names(Path.Combine(root.Path, "e", "[800x4]")));
    }

    [TestMethod]
    public void Dispose_WithoutComplete_LeavesNothingAndKeepsTheEarlierRun()
    {
        using var root = new TemporaryFolder();
        Finish(root.Path, "first");
        using (RunFolder run = RunStore.Begin(root.Path, "e", "v", 1))
        {
            run.Write("a.txt", stream => stream.Write("second"u8));
        }

        Assert.AreSequenceEqual(["seed-1"], Names(Path.Combine(root.Path, "e", "v")));
        Assert.AreEqual("first", Content(root.Path));
    }

    [TestMethod]
    public void Complete_ExistingRun_IsReplacedOnlyThen()
    {
        using var root = new TemporaryFolder();
        Finish(root.Path, "first", extra: "old.txt");
        using (RunFolder run = RunStore.Begin(root.Path, "e", "v", 1))
        {
            run.Write("a.txt", stream => stream.Write("second"u8));
            Assert.AreEqual("first", Content(root.Path));
            run.Complete();
        }

        Assert.AreEqual("second", Content(root.Path));
        Assert.AreSequenceEqual(["a.txt"], Names(Path.Combine(root.Path, "e", "v", "seed-1")));
        Assert.AreSequenceEqual(["seed-1"], Names(Path.Combine(root.Path, "e", "v")));
    }

    [TestMethod]
    public void Begin_CheckpointsOfDeadRuns_AreKeptUntilTheRunIsComplete()
    {
        using var root = new TemporaryFolder();
        string[] checkpoints = [.. new[] { 1, 2 }.Select(seed => Path.Combine(root.Path, "e", "v", $".checkpoint-seed-{seed}"))];
        foreach (string folder in checkpoints)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "pretrain.safetensors"), "state");
        }

        RunStore.Begin(root.Path, "e", "v", 1).Dispose();
        Assert.IsTrue(checkpoints.All(Directory.Exists));
        Finish(root.Path, "first");

        Assert.AreSequenceEqual([".checkpoint-seed-2", "seed-1"], Names(Path.Combine(root.Path, "e", "v")));
    }

    [TestMethod]
    public void Begin_SameRunTwice_IsRefusedAndOtherSeedsAreNot()
    {
        using var root = new TemporaryFolder();
        using RunFolder first = RunStore.Begin(root.Path, "e", "v", 1);
        using RunFolder other = RunStore.Begin(root.Path, "e", "v", 2);

        RunStoreException exception = Assert.ThrowsExactly<RunStoreException>(() => RunStore.Begin(root.Path, "e", "v", 1));

        Assert.Contains("another process is writing this run; wait for it", exception.Message);
        Assert.IsTrue(Directory.Exists(first.StagingPath));
    }

    [TestMethod]
    public void Begin_WhileAnotherProcessHoldsTheRun_IsRefusedUntilThatProcessIsKilled()
    {
        using var root = new TemporaryFolder();
        string staging = Path.Combine(root.Path, "e", "v", ".incomplete-seed-1");
        using ChildProcess child = ChildProcess.HoldRun(root.Path);
        Assert.ThrowsExactly<RunStoreException>(() => RunStore.Begin(root.Path, "e", "v", 1));
        using (RunFolder other = RunStore.Begin(root.Path, "e", "v", 2))
        {
            Assert.IsTrue(File.Exists(Path.Combine(staging, "half.txt")), "A living process's folder was touched.");
        }

        child.Kill();

        Assert.IsFalse(Directory.Exists(Path.Combine(root.Path, "e", "v", "seed-1")), "A killed run looks finished.");
        using RunFolder next = RunStore.Begin(root.Path, "e", "other-variant", 5);
        Assert.IsFalse(Directory.Exists(staging), "What the killed process left was not cleared away.");
    }

    [TestMethod]
    public void Begin_AfterDeathBetweenTheTwoRenames_BringsTheEarlierRunBack()
    {
        using var root = new TemporaryFolder();
        Finish(root.Path, "first");
        string folder = Path.Combine(root.Path, "e", "v");
        Directory.Move(Path.Combine(folder, "seed-1"), Path.Combine(folder, ".replaced-seed-1"));
        Directory.CreateDirectory(Path.Combine(folder, ".incomplete-seed-1"));

        using RunFolder other = RunStore.Begin(root.Path, "e", "v", 2);

        Assert.AreEqual("first", Content(root.Path));
        Assert.AreSequenceEqual([".incomplete-seed-2", "seed-1"], Names(folder));
    }

    [TestMethod]
    public void Begin_ForeignFolders_AreLeftAlone()
    {
        using var root = new TemporaryFolder();
        string foreign = Path.Combine(root.Path, "e", "v", ".incomplete-seed-x");
        Directory.CreateDirectory(foreign);

        using RunFolder run = RunStore.Begin(root.Path, "e", "v", 1);

        Assert.IsTrue(Directory.Exists(foreign));
    }

    [TestMethod]
    [DataRow("..", "v")]
    [DataRow("e", "../v")]
    [DataRow("e", "a/b")]
    [DataRow("e", "a\\b")]
    [DataRow("e", "")]
    [DataRow("e", "a.")]
    [DataRow("e", ".hidden")]
    [DataRow("e", "-option")]
    [DataRow("e", "CON")]
    [DataRow("e", "lpt1.txt")]
    [DataRow("e", "a\n")]
    public void Begin_UnsafeName_IsRefused(string experiment, string variant)
    {
        using var root = new TemporaryFolder();

        Assert.ThrowsExactly<ArgumentException>(() => RunStore.Begin(root.Path, experiment, variant, 1));
        Assert.IsEmpty(Names(root.Path));
    }

    [TestMethod]
    [DataRow("../a.txt")]
    [DataRow("/a.txt")]
    [DataRow("figures/../../a.txt")]
    public void Write_PathOutsideTheRun_IsRefused(string name)
    {
        using var root = new TemporaryFolder();
        using RunFolder run = RunStore.Begin(root.Path, "e", "v", 1);

        Assert.ThrowsExactly<ArgumentException>(() => run.Write(name, _ => { }));
    }

    [TestMethod]
    public void Begin_RootThatCannotBeAFolder_NamesPathAndRemedy()
    {
        using var root = new TemporaryFolder();
        string file = root.File("runs", "");

        RunStoreException exception = Assert.ThrowsExactly<RunStoreException>(() => RunStore.Begin(file, "e", "v", 1));

        Assert.StartsWith(Path.Combine(file, "e", "v", "seed-1"), exception.Message);
        Assert.Contains("--out", exception.Remedy);
        Assert.DoesNotContain("\n", exception.Message);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Write_DiskFull_SaysSoAndLeavesNothing()
    {
        using var root = new TemporaryFolder();
        using (RunFolder run = RunStore.Begin(root.Path, "e", "v", 1))
        {
            // The system's own "always full" device stands for a full disk.
            File.CreateSymbolicLink(Path.Combine(run.StagingPath, "a.txt"), "/dev/full");
            RunStoreException exception = Assert.ThrowsExactly<RunStoreException>(() => run.Write("a.txt", stream => stream.Write(new byte[100_000])));
            Assert.Contains("the disk is full", exception.Message);
            Assert.Contains("a.txt", exception.Path);
        }

        Assert.IsEmpty(Names(Path.Combine(root.Path, "e", "v")));
    }

    [TestMethod]
    public void Write_AfterComplete_IsRefused()
    {
        using var root = new TemporaryFolder();
        using RunFolder run = RunStore.Begin(root.Path, "e", "v", 1);
        run.Complete();

        Assert.ThrowsExactly<ObjectDisposedException>(() => run.Write("a.txt", _ => { }));
        Assert.ThrowsExactly<ObjectDisposedException>(run.Complete);
    }

    private static void Finish(string root, string content, string? extra = null)
    {
        using RunFolder run = RunStore.Begin(root, "e", "v", 1);
        File.WriteAllText(run.PathOf("a.txt"), content);
        if (extra is not null)
        {
            run.Write(extra, _ => { });
        }

        run.Complete();
    }

    private static string Content(string root) => File.ReadAllText(Path.Combine(root, "e", "v", "seed-1", "a.txt"));

    private static string[] Names(string folder) => [.. Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
}
