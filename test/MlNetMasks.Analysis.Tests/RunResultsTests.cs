using Microsoft.Data.Analysis;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class RunResultsTests
{
    [TestMethod]
    public void Load_FolderOfRuns_GivesAFrameInTwoLines()
    {
        using TemporaryFolder folder = new();
        foreach (string variant in (string[])["2000x4", "800x4"])
        {
            Store(folder.Folder($"runs/addmul/{variant}/seed-2"), FictitiousRuns.Run(2, variant));
            Store(folder.Folder($"runs/addmul/{variant}/seed-1"), FictitiousRuns.Run(1, variant));
        }

        RunResults results = RunResults.Load(folder.File("runs"));
        DataFrame frame = results.ToDataFrame();

        Assert.HasCount(4, results.Runs);
        Assert.AreSequenceEqual(["800x4", "2000x4"], results.Variants.Select(variant => variant.Variant));
        Assert.AreSequenceEqual([1, 2], results.Variants[0].Runs.Select(run => run.Info.Seed));
        Assert.AreEqual(results.Records.Count, frame.Rows.Count);
        Assert.IsEmpty(results.Skipped);
    }

    [TestMethod]
    public void Load_OneRunFolder_GivesThatRun()
    {
        using TemporaryFolder folder = new();
        Store(folder.Path, FictitiousRuns.Run(1));
        Assert.AreSequenceEqual(FictitiousRuns.Run(1).Records, RunResults.Load(folder.Path).Records);
    }

    [TestMethod]
    public void Load_IncompleteFolders_AreSkippedWithTheReason()
    {
        using TemporaryFolder folder = new();
        Store(folder.Folder("seed-1"), FictitiousRuns.Run(1));
        RunInfoFile.Write(Path.Combine(folder.Folder("seed-2"), "run.json"), FictitiousRuns.Info(2));
        ResultFile.WriteCsv(Path.Combine(folder.Folder("seed-3"), "metrics.csv"), []);
        Store(folder.Folder(".seed-4.partial"), FictitiousRuns.Run(4));
        RunResults results = RunResults.Load(folder.Path);
        Assert.HasCount(1, results.Runs);
        Assert.HasCount(2, results.Skipped);
        Assert.Contains("metrics.parquet", results.Skipped[0].Reason);
        Assert.Contains("run.json", results.Skipped[1].Reason);
    }

    [TestMethod]
    public void Load_CsvOnly_IsComplete()
    {
        using TemporaryFolder folder = new();
        Store(folder.Path, FictitiousRuns.Run(1));
        File.Delete(folder.File(ResultFile.ParquetName));
        Assert.AreSequenceEqual(FictitiousRuns.Run(1).Records, RunResults.Load(folder.Path).Records);
    }

    [TestMethod]
    public void Load_NoRun_IsAClearError()
    {
        using TemporaryFolder folder = new();
        Assert.Contains("no complete run", Assert.ThrowsExactly<ResultFormatException>(() => RunResults.Load(folder.Path)).Message);
        Assert.Contains("no folder", Assert.ThrowsExactly<DirectoryNotFoundException>(() => RunResults.Load(folder.File("absent"))).Message);
    }

    [TestMethod]
    public void Load_OneRunTwice_IsRefused()
    {
        using TemporaryFolder folder = new();
        Store(folder.Folder("a"), FictitiousRuns.Run(1));
        Store(folder.Folder("copy of a"), FictitiousRuns.Run(1));
        Assert.Contains("twice", Assert.ThrowsExactly<ResultFormatException>(() => RunResults.Load(folder.Path)).Message);
    }

    [TestMethod]
    public void Load_RecordsOfAnotherSeed_AreRefused()
    {
        using TemporaryFolder folder = new();
        Store(folder.Path, FictitiousRuns.Run(1) with { Records = FictitiousRuns.Run(2).Records });
        Assert.Contains("different runs", Assert.ThrowsExactly<ResultFormatException>(() => RunResults.Load(folder.Path)).Message);
    }

    [TestMethod]
    public void Analysis_Assembly_KnowsNoTorch() =>
        Assert.IsFalse(typeof(RunResults).Assembly.GetReferencedAssemblies().Any(name => name.Name!.Contains("Torch", StringComparison.OrdinalIgnoreCase)));

    internal static void Store(string directory, StoredRun run)
    {
        RunInfoFile.Write(Path.Combine(directory, RunInfoFile.Name), run.Info);
        ResultFile.Write(directory, run.Records);
    }
}
