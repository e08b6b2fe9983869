namespace MlNetMasks.Data.Tests.Downloads;

[TestClass]
public sealed class DownloaderTests
{
    [TestMethod]
    public async Task Fetch_GoodServer_PutsTheFileIntoTheCacheOnce()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.File(bench.Content));

        var states = await bench.FetchAsync(server);
        await bench.FetchAsync(server);

        bench.RequireWhole();
        Assert.AreEqual(bench.Target, bench.Cache.Find(DownloadBench.Set, DownloadBench.Path));
        Assert.AreEqual(new DataFileStatus(DownloadBench.Set, bench.File, bench.Target, DataFileState.Verified, ""), states.Single());
        Assert.AreEqual("/" + DownloadBench.Path, server.Requests.Single().Path);
        Assert.AreEqual("identity", server.Requests.Single().Headers["accept-encoding"]);
        Assert.AreEqual(bench.Content.Length, bench.Reports.Last(report => report.Activity == DownloadActivity.Receiving).ByteCount);
        Assert.AreEqual(DownloadActivity.Present, bench.Reports.Last().Activity);
    }

    [TestMethod]
    [DataRow("etag")]
    [DataRow(null)]
    public async Task Fetch_ConnectionThatBreaks_ContinuesWhereItStood(string? tag)
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Cut(bench.Content, 50_000, tag), Answers.Cut(bench.Content, 120_000, tag), Answers.File(bench.Content, tag));

        await bench.FetchAsync(server);

        bench.RequireWhole();
        CollectionAssert.AreEqual(new[] { null, "bytes=50000-", "bytes=120000-" }, server.Ranges);
        Assert.AreEqual(tag is null ? null : $"\"{tag}\"", server.Requests.Last().Headers.GetValueOrDefault("if-range"));
        CollectionAssert.AreEqual(new[] { 1.0, 2.0 }, bench.Clock.Waits.Select(wait => wait.TotalSeconds).ToArray());
    }

    [TestMethod]
    public async Task Fetch_ServerThatStalls_IsTriedAgain()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Stall(bench.Content, 90_000, bench.Clock.EndStalls), Answers.File(bench.Content));

        await bench.FetchAsync(server);

        bench.RequireWhole();
        Assert.Contains("sent nothing for 600 seconds", bench.Reports.First(report => report.Activity == DownloadActivity.Retrying).Note);
    }

    [TestMethod]
    public async Task Fetch_ServerThatNeverAnswers_CountsAsStalled()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(
            async exchange =>
            {
                bench.Clock.EndStalls();
                await exchange.HoldAsync();
            },
            Answers.File(bench.Content));

        await bench.FetchAsync(server);

        bench.RequireWhole();
    }

    [TestMethod]
    public async Task Fetch_ServerWithoutRanges_BeginsAnew()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.WithoutRanges(bench.Content, 150_000), Answers.WithoutRanges(bench.Content));

        await bench.FetchAsync(server);

        bench.RequireWhole();
        CollectionAssert.AreEqual(new[] { null, "bytes=150000-" }, server.Ranges);
    }

    [TestMethod]
    public async Task Fetch_FileThatChangesDuringTheDownload_BeginsAnew()
    {
        using var bench = new DownloadBench();
        var other = new byte[bench.Content.Length];
        await using var server = new LocalServer(Answers.Cut(other, 70_000, "old"), Answers.File(bench.Content, "new"));

        await bench.FetchAsync(server);

        bench.RequireWhole();
        Assert.AreEqual(2, server.Requests.Count);
    }

    [TestMethod]
    public async Task Fetch_ServerThatIgnoresTheConditionOfARange_NoticesTheOtherTag()
    {
        using var bench = new DownloadBench();
        var other = new byte[bench.Content.Length];
        Func<Exchange, Task> careless = exchange => Answers.File(bench.Content, "new")(exchange with { Headers = exchange.Headers.Where(pair => pair.Key != "if-range").ToDictionary() });
        await using var server = new LocalServer(Answers.Cut(other, 70_000, "old"), careless);

        await bench.FetchAsync(server);

        bench.RequireWhole();
        CollectionAssert.AreEqual(new[] { null, "bytes=70000-", null }, server.Ranges);
    }

    [TestMethod]
    [DataRow("206 Partial Content", "Content-Range: bytes 60000-200002/200003")]
    [DataRow("206 Partial Content")]
    [DataRow("416 Range Not Satisfiable", "Content-Range: bytes */200003")]
    public async Task Fetch_AnswerThatIsNotTheRange_BeginsAnew(string status, params string[] headers)
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Cut(bench.Content, 50_000), Answers.Status(status, headers), Answers.File(bench.Content));

        await bench.FetchAsync(server);

        bench.RequireWhole();
        CollectionAssert.AreEqual(new[] { null, "bytes=50000-", null }, server.Ranges);
    }

    [TestMethod]
    [DataRow("500 Internal Server Error")]
    [DataRow("503 Service Unavailable")]
    [DataRow("429 Too Many Requests")]
    [DataRow("408 Request Timeout")]
    public async Task Fetch_FaultThatPasses_IsTriedAgain(string status)
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Status(status), Answers.File(bench.Content));

        await bench.FetchAsync(server);

        bench.RequireWhole();
    }

    [TestMethod]
    [DataRow("7", 7)]
    [DataRow("86400", 60)]
    public async Task Fetch_ServerThatAsksForAWait_GetsItUpToAMinute(string asked, double seconds)
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Status("503 Service Unavailable", $"Retry-After: {asked}"), Answers.File(bench.Content));

        await bench.FetchAsync(server);

        Assert.AreEqual(seconds, bench.Clock.Waits.Single().TotalSeconds);
    }

    [TestMethod]
    public async Task Fetch_FaultThatStays_IsTriedInEveryRoundAndSaysWhatHappened()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Status("500 Internal Server Error"));

        await bench.RefusedAsync(server, "answered 500 Internal Server Error");

        Assert.AreEqual(4, server.Requests.Count);
        CollectionAssert.AreEqual(new[] { 1.0, 2.0, 4.0 }, bench.Clock.Waits.Select(wait => wait.TotalSeconds).ToArray());
    }

    [TestMethod]
    public async Task Fetch_FirstSourceLacksTheFile_TakesItFromTheMirror()
    {
        using var bench = new DownloadBench();
        await using var first = new LocalServer(Answers.Status("404 Not Found"));
        await using var mirror = new LocalServer(Answers.File(bench.Content));

        await bench.FetchAsync(first, mirror);

        bench.RequireWhole();
        Assert.IsEmpty(bench.Clock.Waits);
    }

    [TestMethod]
    public async Task Fetch_FirstSourceBreaks_IsContinuedFromTheMirror()
    {
        using var bench = new DownloadBench();
        await using var first = new LocalServer(Answers.Cut(bench.Content, 50_000, "a"));
        await using var mirror = new LocalServer(Answers.File(bench.Content, "b"));

        await bench.FetchAsync(first, mirror);

        bench.RequireWhole();
        Assert.AreEqual("bytes=50000-", mirror.Ranges.Single());
    }

    [TestMethod]
    public async Task Fetch_NobodyListens_NamesEverySourceAndTheRemedy()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Status("404 Not Found"));
        var closed = new LocalServer();
        var address = closed.Address;
        await closed.DisposeAsync();

        var fault = await Assert.ThrowsExactlyAsync<DownloadException>(() => bench.Downloader.FetchAsync(bench.Manifest(server.Address, address), bench.Cache));

        Assert.Contains($"{server.Address}{DownloadBench.Path}: answered 404 Not Found; {address}{DownloadBench.Path}: ", fault.Message);
        Assert.Contains("Check the network and try again, or get the file by other means and give its folder: mlnetmasks data fetch tiny --from FOLDER", fault.Message);
        Assert.IsEmpty(bench.CacheFiles);
    }
}
