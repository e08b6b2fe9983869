namespace MlNetMasks.Data.Tests.Downloads;

[TestClass]
public sealed class DataManifestTests
{
    private const string Good = """
        {
          "name": "tiny", "title": "Tiny", "homepage": "https://example.org/", "citation": "Nobody", "licence": "CC0-1.0",
          "sources": ["https://example.org/data/"],
          "files": [{ "path": "a/b.txt", "size": 3, "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" }]
        }
        """;

    [TestMethod]
    public void All_SetsThatComeWithThePackage_AreComplete()
    {
        CollectionAssert.AreEqual(new[] { "cifar10", "mathematics", "mnist", "scan" }, DataManifests.All.Select(manifest => manifest.Name).ToArray());
        Assert.HasCount(8, DataManifests.Find("scan")!.Files);
        Assert.AreEqual(16_420_166, DataManifests.Find("scan")!.Files.Sum(file => file.Size));
        Assert.HasCount(2, DataManifests.Find("mnist")!.Sources);
        Assert.AreEqual(2_333_082_954, DataManifests.Find("mathematics")!.Files.Single().Size);
        Assert.IsTrue(DataManifests.All.All(manifest => manifest.Sources.All(source => source.Scheme == "https")));
        Assert.IsNull(DataManifests.Find("SCAN"));
    }

    [TestMethod]
    public void Parse_GoodText_IsRead()
    {
        var manifest = DataManifest.Parse(Good, "tiny.json");

        Assert.AreEqual("a/b.txt", manifest.Files.Single().Path);
        Assert.AreEqual("https://example.org/data/", manifest.Sources.Single().AbsoluteUri);
    }

    [TestMethod]
    [DataRow("\"tiny\"", "\"Tiny set\"", "name is 'Tiny set', expected lower-case letters")]
    [DataRow("\"Tiny\"", "\" \"", "title is empty")]
    [DataRow("\"CC0-1.0\"", "\"\"", "licence is empty")]
    [DataRow("\"size\": 3", "\"size\": 0", "size is 0, expected the file's size in bytes")]
    [DataRow("\"ba78", "\"BA78", "expected 64 lower-case hexadecimal digits")]
    [DataRow("a/b.txt", "../b.txt", "path is '../b.txt', expected a relative path")]
    [DataRow("a/b.txt", "b.part", "path is 'b.part', expected a relative path")]
    [DataRow("https://example.org/data/", "https://example.org/data", "expected an http or https address that ends with a slash")]
    [DataRow("https://example.org/data/", "ftp://example.org/data/", "expected an http or https address")]
    [DataRow("https://example.org/data/", "https://me:secret@example.org/", "holds no password")]
    [DataRow("\"https://example.org/data/\"", "", "sources is empty")]
    [DataRow("\"citation\": \"Nobody\",", "", "citation")]
    [DataRow("\"citation\"", "\"cite\"", "cite")]
    [DataRow("\"files\": [", "\"files\": [{ \"path\": \"A/B.txt\", \"size\": 3, \"sha256\": \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\" }, ", "'a/b.txt' occurs twice")]
    [DataRow("\"files\"", "\"files\": null, \"files\"", "files")]
    public void Parse_Fault_NamesOriginAndFault(string old, string replacement, string message)
    {
        var fault = Assert.ThrowsExactly<InvalidDataException>(() => DataManifest.Parse(Good.Replace(old, replacement, StringComparison.Ordinal), "tiny.json"));

        Assert.StartsWith("tiny.json is no valid manifest: ", fault.Message);
        Assert.Contains(message, fault.Message);
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{\"name\": ")]
    public void Parse_NoManifest_IsRefused(string text)
        => Assert.StartsWith("tiny.json is no valid manifest: ", Assert.ThrowsExactly<InvalidDataException>(() => DataManifest.Parse(text, "tiny.json")).Message);

    [TestMethod]
    public void Options_OutOfRange_NameTheRange()
    {
        Assert.Contains("RoundCount must be 1 to 100.", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DownloadOptions { RoundCount = 0 }).Message);
        Assert.Contains("MaximumRedirects must be 0 to 100.", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DownloadOptions { MaximumRedirects = -1 }).Message);
        Assert.Contains("StallTimeout must be more than zero", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DownloadOptions { StallTimeout = TimeSpan.Zero }).Message);
        Assert.Contains("RetryDelay must be zero or more", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new DownloadOptions { RetryDelay = TimeSpan.FromDays(2) }).Message);
    }
}
