namespace MlNetMasks.Data.Tests.Downloads;

/// <summary>What was fetched before an interruption is continued, and never looks like a whole file.</summary>
[TestClass]
public sealed class InterruptionTests
{
    [TestMethod]
    public async Task Fetch_Cancelled_LeavesThePartThatTheNextCallContinues()
    {
        using var bench = new DownloadBench();
        using var cancellation = new CancellationTokenSource();
        bench.OnReport = report => Cancel(report.ByteCount >= 80_000);
        await using var server = new LocalServer(Answers.Stall(bench.Content, 80_000, () => { }), Answers.File(bench.Content));

        await Assert.ThrowsAsync<OperationCanceledException>(() => bench.FetchAsync(cancellation.Token, server));

        CollectionAssert.AreEqual(new[] { "tiny/some/file.bin.part" }, bench.CacheFiles);
        CollectionAssert.AreEqual(bench.Content[..80_000], bench.Part);
        Assert.IsNull(bench.Cache.Find(DownloadBench.Set, DownloadBench.Path));
        var status = bench.Cache.Inspect(bench.Manifest(server.Address), bench.File);
        Assert.AreEqual((DataFileState.Missing, "80000 of 200003 bytes are fetched"), (status.State, status.Detail));

        using var later = bench.NewDownloader();
        await later.FetchAsync(bench.Manifest(server.Address), bench.Cache);

        bench.RequireWhole();
        Assert.AreEqual("bytes=80000-", server.Ranges.Last());

        void Cancel(bool isTime)
        {
            if (isTime)
            {
                cancellation.Cancel();
            }
        }
    }

    [TestMethod]
    public async Task Fetch_CancelledWhileEarlierBytesAreRead_KeepsThem()
    {
        using var bench = new DownloadBench();
        using var cancellation = new CancellationTokenSource();
        LeavePart(bench, bench.Content[..199_999]);
        bench.OnReport = _ => cancellation.Cancel();
        await using var server = new LocalServer(Answers.File(bench.Content));

        await Assert.ThrowsAsync<OperationCanceledException>(() => bench.FetchAsync(cancellation.Token, server));

        CollectionAssert.AreEqual(bench.Content[..199_999], bench.Part);
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    public async Task Fetch_EarlierBytesThatAreWrong_BeginsAnew()
    {
        using var bench = new DownloadBench();
        LeavePart(bench, new byte[60_000]);
        await using var server = new LocalServer(Answers.File(bench.Content));

        await bench.FetchAsync(server);

        bench.RequireWhole();
        CollectionAssert.AreEqual(new[] { "bytes=60000-", null }, server.Ranges);
    }

    [TestMethod]
    public async Task Fetch_EarlierBytesThatAreTooMany_BeginsAnew()
    {
        using var bench = new DownloadBench();
        LeavePart(bench, [.. bench.Content, 1]);
        await using var server = new LocalServer(Answers.File(bench.Content));

        await bench.FetchAsync(server);

        bench.RequireWhole();
        Assert.IsNull(server.Ranges.Single());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Fetch_AllBytesAreThereButNotMoved_AsksOnlyWhenTheyAreWrong(bool isRight)
    {
        using var bench = new DownloadBench();
        LeavePart(bench, isRight ? bench.Content : new byte[bench.Content.Length]);
        await using var server = new LocalServer(Answers.File(bench.Content));

        await bench.FetchAsync(server);

        bench.RequireWhole();
        Assert.AreEqual(isRight ? 0 : 1, server.Requests.Count);
    }

    [TestMethod]
    public async Task Fetch_TwoAtOnce_DownloadOnce()
    {
        using var bench = new DownloadBench();
        using var second = bench.NewDownloader();
        await using var server = new LocalServer(Answers.File(bench.Content));

        await Task.WhenAll(bench.FetchAsync(server), second.FetchAsync(bench.Manifest(server.Address), bench.Cache));

        bench.RequireWhole();
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    public async Task Fetch_FileThatAnotherProcessHasInHand_WaitsForIt()
    {
        using var bench = new DownloadBench();
        var path = Path.Combine(bench.Cache.Folder, ".locks", DownloadBench.Set, "some", "file.bin.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var held = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        bench.OnReport = report => Release(report.Activity == DownloadActivity.Waiting);
        await using var server = new LocalServer(Answers.File(bench.Content));

        await bench.FetchAsync(server);

        bench.RequireWhole();
        Assert.AreEqual(DownloadActivity.Waiting, bench.Reports.First().Activity);

        void Release(bool isTime)
        {
            if (isTime)
            {
                held.Dispose();
            }
        }
    }

    [TestMethod]
    public async Task Fetch_DamagedFile_IsReplacedOrAtLeastRemoved()
    {
        using var bench = new DownloadBench();
        Directory.CreateDirectory(Path.GetDirectoryName(bench.Target)!);
        await File.WriteAllBytesAsync(bench.Target, new byte[bench.Content.Length]);
        await using var broken = new LocalServer(Answers.Status("404 Not Found"));
        await using var server = new LocalServer(Answers.File(bench.Content));

        await bench.RefusedAsync(broken, "answered 404 Not Found");
        await File.WriteAllBytesAsync(bench.Target, new byte[5]);
        await bench.FetchAsync(server);

        bench.RequireWhole();
    }

    [TestMethod]
    public async Task Fetch_FolderThatCannotBeMade_SaysSo()
    {
        using var bench = new DownloadBench();
        await File.WriteAllTextAsync(bench.Cache.Folder, "a file where the cache should be");
        await using var server = new LocalServer(Answers.File(bench.Content));

        var fault = await Assert.ThrowsExactlyAsync<DownloadException>(() => bench.FetchAsync(server));

        Assert.Contains($"Cannot write '{bench.Cache.Folder}", fault.Message);
        Assert.Contains("MLNETMASKS_DATA", fault.Message);
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    public async Task Fetch_FullDisk_SaysSoAndLeavesNoFile()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Inconclusive("This system has no device that is always full.");
        }

        using var bench = new DownloadBench();
        Directory.CreateDirectory(Path.GetDirectoryName(bench.Target)!);
        File.CreateSymbolicLink(bench.Target + ".part", "/dev/full");
        await using var server = new LocalServer(Answers.File(bench.Content));

        var fault = await Assert.ThrowsExactlyAsync<DownloadException>(() => bench.FetchAsync(server));

        Assert.Contains($"Cannot write '{bench.Target}.part': No space left on device", fault.Message);
        Assert.Contains("Free space or permit writing there", fault.Message);
        Assert.IsNull(bench.Cache.Find(DownloadBench.Set, DownloadBench.Path));
    }

    private static void LeavePart(DownloadBench bench, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(bench.Target)!);
        File.WriteAllBytes(bench.Target + ".part", bytes);
    }
}
