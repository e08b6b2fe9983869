namespace MlNetMasks.Data.Tests.Downloads;

/// <summary>Servers that send something else than the file of the manifest leave nothing behind.</summary>
[TestClass]
public sealed class LyingServerTests
{
    [TestMethod]
    public async Task Fetch_OtherBytesOfTheSameSize_AreRefusedWithBothHashes()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.File(new byte[bench.Content.Length]));

        await bench.RefusedAsync(server, "gave bytes with the sha256 ", $"expected {bench.File.Sha256}");

        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    [DataRow(200_002)]
    [DataRow(200_004)]
    [DataRow(int.MaxValue)]
    public async Task Fetch_AnotherAnnouncedLength_IsRefusedBeforeAByteIsTaken(int length)
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(exchange => exchange.HeadAsync("200 OK", $"Content-Length: {length}"));

        await bench.RefusedAsync(server, $"offers {length} bytes, the manifest expects 200003");

        Assert.DoesNotContain(report => report.Activity == DownloadActivity.Receiving, bench.Reports);
    }

    [TestMethod]
    public async Task Fetch_MoreBytesThanTheManifestSays_StopsThere()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Unannounced([.. bench.Content, 1]));

        await bench.RefusedAsync(server, "sends more than the 200003 bytes of the manifest");

        Assert.IsTrue(bench.Reports.All(report => report.ByteCount <= bench.Content.Length));
    }

    [TestMethod]
    public async Task Fetch_UnannouncedLength_IsTakenWhenTheBytesAreRight()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Unannounced(bench.Content));

        await bench.FetchAsync(server);

        bench.RequireWhole();
    }

    [TestMethod]
    public async Task Fetch_RangeOfALongerFile_IsRefused()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(
            Answers.Cut(bench.Content, 50_000), Answers.Status("206 Partial Content", "Content-Range: bytes 50000-200003/200004"));

        var fault = await Assert.ThrowsExactlyAsync<DownloadException>(() => bench.FetchAsync(server));

        Assert.Contains("offers 200004 bytes, the manifest expects 200003", fault.Message);
        CollectionAssert.AreEqual(new[] { "tiny/some/file.bin.part" }, bench.CacheFiles);
    }

    [TestMethod]
    public async Task Fetch_NoHttp_IsAFaultOfTheSource()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(exchange => exchange.BodyAsync("220 ready\r\n"u8.ToArray()));

        await bench.RefusedAsync(server, "bytes are there");
    }

    [TestMethod]
    [DataRow("301 Moved Permanently")]
    [DataRow("302 Found")]
    [DataRow("303 See Other")]
    [DataRow("307 Temporary Redirect")]
    [DataRow("308 Permanent Redirect")]
    public async Task Fetch_Redirect_IsFollowed(string status)
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Redirect("/elsewhere?a=1", status), Answers.File(bench.Content));

        await bench.FetchAsync(server);

        bench.RequireWhole();
        Assert.AreEqual("/elsewhere?a=1", server.Requests.Last().Path);
    }

    [TestMethod]
    public async Task Fetch_RedirectsInALoop_EndAtTheLimit()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Redirect("/again"));

        await bench.RefusedAsync(server, "redirects more than 5 times");

        Assert.AreEqual(6, server.Requests.Count);
    }

    [TestMethod]
    [DataRow("file:///etc/passwd", "redirects to file:///etc/passwd, which is neither http nor https")]
    [DataRow("ftp://127.0.0.1/x", "redirects to ftp://127.0.0.1/x, which is neither")]
    public async Task Fetch_RedirectToAnotherScheme_IsRefused(string target, string message)
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Redirect(target));

        await bench.RefusedAsync(server, message);
    }

    [TestMethod]
    public async Task Fetch_RedirectWithoutAddress_IsRefused()
    {
        using var bench = new DownloadBench();
        await using var server = new LocalServer(Answers.Status("302 Found"));

        await bench.RefusedAsync(server, "without a usable address");
    }

    [TestMethod]
    [DataRow("https://source.test/", "http://source.test/plain", true)]
    [DataRow("https://source.test/", "https://other.test/safe", false)]
    [DataRow("http://source.test/", "http://other.test/plain", false)]
    public async Task Fetch_RedirectFromHttpsToHttp_IsRefused(string source, string target, bool isRefused)
    {
        using var bench = new DownloadBench();
        using var handler = new Redirecting(target, bench.Content);
        using var downloader = new Downloader(new() { StallTimeout = DownloadClock.StallTimeout, Clock = bench.Clock }, handler);

        var fetch = downloader.FetchAsync(bench.Manifest(new Uri(source)), bench.Cache);

        if (isRefused)
        {
            Assert.Contains($"redirects from https to the unprotected {target}", (await Assert.ThrowsExactlyAsync<DownloadException>(() => fetch)).Message);
        }
        else
        {
            await fetch;
            bench.RequireWhole();
        }
    }

    private sealed class Redirecting(string target, byte[] content) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isThere = request.RequestUri!.AbsoluteUri == target;
            var response = new HttpResponseMessage(isThere ? System.Net.HttpStatusCode.OK : System.Net.HttpStatusCode.Found) { Content = new ByteArrayContent(isThere ? content : []) };
            response.Headers.Location = isThere ? null : new Uri(target);
            return Task.FromResult(response);
        }
    }
}
