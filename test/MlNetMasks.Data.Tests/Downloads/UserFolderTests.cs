namespace MlNetMasks.Data.Tests.Downloads;

/// <summary>Fetching without a network, from a folder that the user filled.</summary>
[TestClass]
public sealed class UserFolderTests
{
    private static readonly Uri s_nowhere = new("https://source.invalid/");

    [TestMethod]
    [DataRow("some/file.bin")]
    [DataRow("tiny/some/file.bin")]
    [DataRow("file.bin")]
    [DataRow("deep/down/file.bin")]
    public async Task Fetch_FolderThatHasTheFileSomewhere_CopiesIt(string place)
    {
        using var bench = new DownloadBench();
        var folder = Give(bench, place, bench.Content);

        await bench.Downloader.FetchAsync(bench.Manifest(s_nowhere), bench.Cache, folder);

        bench.RequireWhole();
        Assert.IsTrue(File.Exists(Path.Combine(folder, place)));
    }

    [TestMethod]
    public async Task Fetch_SeveralFilesOfTheName_TakesTheRightOne()
    {
        using var bench = new DownloadBench();
        var folder = Give(bench, "a/file.bin", new byte[bench.Content.Length]);
        Give(bench, "b/file.bin", new byte[7]);
        Give(bench, "c/file.bin", bench.Content);

        await bench.Downloader.FetchAsync(bench.Manifest(s_nowhere), bench.Cache, folder);

        bench.RequireWhole();
    }

    [TestMethod]
    public async Task Fetch_FilesThatAreOthers_NamesPathFoundAndExpected()
    {
        using var bench = new DownloadBench();
        var folder = Give(bench, "file.bin", new byte[7]);
        Give(bench, "x/file.bin", new byte[bench.Content.Length]);

        var fault = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => bench.Downloader.FetchAsync(bench.Manifest(s_nowhere), bench.Cache, folder));

        Assert.Contains($"'{Path.Combine(folder, "file.bin")}' is not the official file: it has 7 bytes, expected 200003", fault.Message);
        Assert.Contains($"expected {bench.File.Sha256}", fault.Message);
        Assert.IsEmpty(bench.CacheFiles);
    }

    [TestMethod]
    public async Task Fetch_FolderThatLacksFiles_KeepsTheOthersAndNamesAllThatAreMissing()
    {
        using var bench = new DownloadBench();
        var folder = Give(bench, "file.bin", bench.Content);
        var manifest = bench.Manifest(s_nowhere) with { Files = [bench.File with { Path = "one.bin" }, bench.File, bench.File with { Path = "two.bin" }] };

        var fault = await Assert.ThrowsExactlyAsync<FileNotFoundException>(() => bench.Downloader.FetchAsync(manifest, bench.Cache, folder));

        Assert.AreEqual($"tiny: the folder '{folder}' lacks one.bin, two.bin. Put the official files there, or leave --from out to download them.", fault.Message);
        bench.RequireWhole();
    }

    [TestMethod]
    public async Task Fetch_FolderThatIsNotThere_SaysSo()
    {
        using var bench = new DownloadBench();
        var folder = Path.Combine(bench.Folder, "none");

        var fault = await Assert.ThrowsExactlyAsync<DirectoryNotFoundException>(() => bench.Downloader.FetchAsync(bench.Manifest(s_nowhere), bench.Cache, folder));

        Assert.AreEqual($"There is no folder '{folder}'; name the folder that holds the files.", fault.Message);
    }

    private static string Give(DownloadBench bench, string place, byte[] content)
    {
        var folder = Path.Combine(bench.Folder, "given");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, place))!);
        File.WriteAllBytes(Path.Combine(folder, place), content);
        return folder;
    }
}
