namespace MlNetMasks.Samples.Tests;

/// <summary>The file-based app is run as a user runs it, by <c>dotnet run</c>.</summary>
[TestClass]
public sealed class SampleTests
{
    [TestMethod]
    public async Task Quickstart_WithAFolder_PrintsTheResultsAndWritesTheReport()
    {
        using var folder = new TemporaryFolder();

        // The configuration of the running build, so that the libraries are not built once more.
        var output = await ChildProcess.DotNet(
            folder.Path, "run", "-c", Repository.Configuration, Repository.PathOf("pipelines/samples/quickstart.cs"), "--", folder.PathOf("report"));

        StringAssert.Matches(output, new(@"(?m)^add +Mask +(100\.0|9\d\.\d) % +[0-3]?\d\.\d %"), output);
        StringAssert.Matches(output, new(@"(?m)^mul +Mask +[0-3]?\d\.\d % +(100\.0|9\d\.\d) %"), output);
        Assert.IsTrue(File.Exists(folder.PathOf("report/report.html")), output);
    }
}
