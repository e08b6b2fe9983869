namespace MlNetMasks.Data.Tests.Downloads;

[TestClass]
[DoNotParallelize] // one test sets an environment variable
public sealed class DataCacheTests
{
    private static readonly Uri s_nowhere = new("https://source.invalid/");

    [TestMethod]
    public void Default_FollowsTheEnvironmentVariable()
    {
        var before = Environment.GetEnvironmentVariable(DataCache.FolderVariable);
        try
        {
            Environment.SetEnvironmentVariable(DataCache.FolderVariable, null);
            Assert.AreEqual(Path.GetFullPath("data/cache"), DataCache.Default.Folder);
            Environment.SetEnvironmentVariable(DataCache.FolderVariable, "elsewhere");
            Assert.AreEqual(Path.GetFullPath("elsewhere"), DataCache.Default.Folder);
            Assert.AreEqual(Path.Combine(Path.GetFullPath("elsewhere"), "scan", "a", "b.txt"), DataCache.Default.PathOf("scan", "a/b.txt"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(DataCache.FolderVariable, before);
        }
    }

    [TestMethod]
    [DataRow("scan", "../x")]
    [DataRow("scan", "/etc/passwd")]
    [DataRow("scan", "a/../../x")]
    [DataRow("scan", "a\\b")]
    [DataRow("scan", ".hidden")]
    [DataRow("scan", "a.part")]
    [DataRow("scan", "C:x")]
    [DataRow("..", "x")]
    [DataRow("", "x")]
    public void PathOf_NameThatLeadsElsewhere_IsRefused(string set, string path)
        => Assert.ThrowsExactly<InvalidDataException>(() => new DataCache("cache").PathOf(set, path));

    [TestMethod]
    public void Find_FileThatIsNotThere_IsNull() => Assert.IsNull(new DataCache("no-such-cache").Find("scan", "a.txt"));

    [TestMethod]
    public async Task Verify_EachState_IsTold()
    {
        using var bench = new DownloadBench();
        var manifest = bench.Manifest(s_nowhere);
        Assert.AreEqual(DataFileState.Missing, (await bench.Cache.VerifyAsync(manifest, bench.File)).State);

        Directory.CreateDirectory(Path.GetDirectoryName(bench.Target)!);
        await File.WriteAllBytesAsync(bench.Target, bench.Content);
        Assert.AreEqual(DataFileState.Unverified, bench.Cache.Inspect(manifest, bench.File).State);
        Assert.AreEqual(DataFileState.Verified, (await bench.Cache.VerifyAsync(manifest, bench.File)).State);
        Assert.AreEqual(DataFileState.Verified, bench.Cache.Inspect(manifest, bench.File).State);

        // As when a disk changes a bit: neither size nor time tell.
        var time = File.GetLastWriteTimeUtc(bench.Target);
        bench.Content[5] ^= 1;
        await File.WriteAllBytesAsync(bench.Target, bench.Content);
        bench.Content[5] ^= 1;
        File.SetLastWriteTimeUtc(bench.Target, time);
        var damaged = await bench.Cache.VerifyAsync(manifest, bench.File);
        Assert.AreEqual(DataFileState.Damaged, damaged.State);
        Assert.Contains($"expected {bench.File.Sha256}", damaged.Detail);

        await File.WriteAllBytesAsync(bench.Target, bench.Content[1..]);
        var shorter = bench.Cache.Inspect(manifest, bench.File);
        Assert.AreEqual((DataFileState.Damaged, "it has 200002 bytes, expected 200003"), (shorter.State, shorter.Detail));
    }

    [TestMethod]
    public async Task Inspect_FileThatChangedSinceItWasVerified_IsUnverified()
    {
        using var bench = new DownloadBench();
        var manifest = bench.Manifest(s_nowhere);
        Directory.CreateDirectory(Path.GetDirectoryName(bench.Target)!);
        await File.WriteAllBytesAsync(bench.Target, bench.Content);
        await bench.Cache.VerifyAsync(manifest, bench.File);

        File.SetLastWriteTimeUtc(bench.Target, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.AreEqual(DataFileState.Unverified, bench.Cache.Inspect(manifest, bench.File).State);
    }
}
