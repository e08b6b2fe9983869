using System.Security.Cryptography;
using MlNetMasks.Cli.Verbs;
using MlNetMasks.Data;

namespace MlNetMasks.Cli.Tests.Verbs;

[TestClass]
public sealed class DataVerbTests
{
    private static readonly byte[] s_content = "three\n"u8.ToArray();

    [TestMethod]
    public void List_EmptyCache_NamesEverySetFileSizeAndLicence()
    {
        using var folder = new TemporaryFolder();
        var result = CommandResult.Of("data", "list", "--cache", folder["cache"]).Expect(ExitCode.Done);

        Assert.StartsWith($"cache: {folder["cache"]}", result.Output);
        foreach (var manifest in DataManifests.All)
        {
            Assert.Contains($"\n{manifest.Name}: {manifest.Title}; ", result.Output);
            Assert.Contains($"  licence: {manifest.Licence}; {manifest.Homepage}", result.Output);
            foreach (var file in manifest.Files)
            {
                Assert.Contains($"| {file.Path} ", result.Output);
            }
        }

        Assert.Contains("| mathematics_dataset-v1.0.tar.gz | 2.2 GiB | missing |", result.Output);
        Assert.Contains("28.2 KiB | missing |", result.Output);
        Assert.IsEmpty(folder.Files);
    }

    [TestMethod]
    public void List_CacheWithAPartAndAWrongFile_TellsThemApart()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["mnist"]);
        folder.File(Path.Combine("mnist", "t10k-labels-idx1-ubyte.gz.part"), "12345");
        folder.File(Path.Combine("mnist", "train-labels-idx1-ubyte.gz"), "123");

        var output = CommandResult.Of("data", "list", "--cache", folder.Path).Expect(ExitCode.Done).Output;

        Assert.Contains("4.4 KiB | missing: 5 of 4542 bytes are fetched ", output);
        Assert.Contains("| damaged: it has 3 bytes, expected 28881 ", output);
    }

    [TestMethod]
    public void Fetch_FolderWithoutTheFiles_NamesThemAndKeepsNothing()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["given"]);

        CommandResult.Of("data", "fetch", "mathematics", "--from", folder["given"], "--cache", folder["cache"])
            .Refused(ExitCode.BadUsageOrInput, "mathematics: the folder '", "lacks mathematics_dataset-v1.0.tar.gz. Put the official files there");

        Assert.IsFalse(Directory.Exists(folder["cache", "mathematics"]) && Directory.EnumerateFiles(folder["cache", "mathematics"]).Any());
    }

    [TestMethod]
    public void Fetch_FolderWithAnotherFileOfTheName_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.File("cifar-10-binary.tar.gz", "no archive");

        CommandResult.Of("data", "fetch", "cifar10", "--from", folder.Path, "--cache", folder["cache"])
            .Refused(ExitCode.BadUsageOrInput, "cifar10/cifar-10-binary.tar.gz: '", "is not the official file: it has 10 bytes, expected 170052171");
    }

    [TestMethod]
    public void FetchAndVerify_FolderWithTheFile_ShowProgressAndResult()
    {
        using var folder = new TemporaryFolder();
        folder.File("words.txt", "three\n");
        var cache = new DataCache(folder["cache"]);

        var (code, output, error) = Call(session => DataFetchVerb.Fetch(session, [Tiny], cache, folder.Path));
        Assert.AreEqual(ExitCode.Done, code, error);
        Assert.AreEqual($"tiny: 1 file verified in {folder["cache", "tiny"]}; licence: CC0-1.0\n", output);
        Assert.AreEqual("[tiny] a/words.txt: 6 bytes of 6 bytes\n[tiny] a/words.txt: fetched, 6 bytes\n", error);

        Assert.AreEqual("[tiny] a/words.txt: is there already\n", Call(session => DataFetchVerb.Fetch(session, [Tiny], cache, folder.Path)).Error);

        (code, output, error) = Call(session => DataVerifyVerb.Verify(session, [Tiny], cache));
        Assert.AreEqual(ExitCode.Done, code, error);
        Assert.AreEqual("tiny/a/words.txt: verified\n", output);

        File.WriteAllText(cache.PathOf("tiny", "a/words.txt"), "other\n");
        (code, output, error) = Call(session => DataVerifyVerb.Verify(session, [Tiny], cache));
        Assert.AreEqual(ExitCode.Failed, code);
        Assert.StartsWith("tiny/a/words.txt: damaged: its sha256 is ", output);
        Assert.Contains("mlnetmasks: 1 of 1 files is missing or damaged; fetch them with 'mlnetmasks data fetch tiny'.\n", error);
    }

    [TestMethod]
    public void Fetch_Cancelled_SaysHowToGoOn()
    {
        using var folder = new TemporaryFolder();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        var result = CommandResult.Of(cancelled.Token, "data", "fetch", "scan", "--cache", folder["cache"]).Expect(ExitCode.Cancelled);

        Assert.Contains("mlnetmasks: cancelled; what was received is kept; continue with the same command.", result.Error);
    }

    [TestMethod]
    public void Verify_WithoutName_TakesTheSetsThatAreThere()
    {
        using var folder = new TemporaryFolder();
        CommandResult.Of("data", "verify", "--cache", folder.Path).Refused(ExitCode.BadUsageOrInput, "holds no data set; fetch one with 'mlnetmasks data fetch NAME'.");
        Directory.CreateDirectory(folder["cifar10"]);
        folder.File(Path.Combine("cifar10", "cifar-10-binary.tar.gz"), "short");

        var result = CommandResult.Of("data", "verify", "--cache", folder.Path);

        Assert.AreEqual("1 of 1 files is missing or damaged; fetch them with 'mlnetmasks data fetch cifar10'.", result.Refused(ExitCode.Failed)["mlnetmasks: ".Length..]);
        Assert.AreEqual("cifar10/cifar-10-binary.tar.gz: damaged: it has 5 bytes, expected 170052171", result.Output.Trim());
    }

    private static DataManifest Tiny => new()
    {
        Name = "tiny",
        Title = "Tiny",
        Homepage = new Uri("https://example.org/"),
        Citation = "Nobody",
        Licence = "CC0-1.0",
        Sources = [new Uri("https://source.invalid/")],
        Files = [new() { Path = "a/words.txt", Size = s_content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(s_content)) }],
    };

    private static (int Code, string Output, string Error) Call(Func<Session, int> verb)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var session = new Session(output, error, CancellationToken.None);
        var code = session.Guard(() => verb(session));
        return (code, output.ToString(), error.ToString());
    }
}
