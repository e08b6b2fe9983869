namespace MlNetMasks.Cli.Tests.BadInput;

[TestClass]
public sealed class BadOutputTests
{
    [TestMethod]
    [DataRow("file")]
    [DataRow("file/below")]
    public void Run_OutputBehindAFile_IsRefusedBeforeTraining(string output)
    {
        using var folder = new TemporaryFolder();
        folder.File("file", "in the way");

        var result = CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder[output]);

        result.Refused(ExitCode.Failed, $"'{folder["file"]}' is a file, but a folder is needed there; move the file away or choose another folder with --out.");
        Assert.DoesNotContain("pretrain", result.Error);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Run_OutputThatNobodyMayWrite_IsRefusedBeforeTraining()
    {
        using var folder = new TemporaryFolder();

        // /proc takes no folders, not even from root.
        var result = CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", "/proc/runs");

        result.Refused(ExitCode.Failed, "/proc/runs/tiny/small/seed-1: ", "choose another one with --out.");
        Assert.DoesNotContain("pretrain", result.Error);
    }

    [TestMethod]
    public void Report_OutputBehindAFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.File("file", "in the way");
        CommandResult.Of("run", TinyPipeline.In(folder), "--variant", "small", "--out", folder["runs"]).Expect(ExitCode.Done);

        CommandResult.Of("report", folder["runs"], "--out", folder["file"]).Refused(ExitCode.Failed, "is a file, but a folder is needed there");
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Evaluate_OutputThatCannotBeWritten_IsRefusedAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.In(folder);
        CommandResult.Of("run", file, "--variant", "small", "--out", folder["runs"]).Expect(ExitCode.Done);
        var model = Path.Combine(TinyPipeline.Run(folder), "model.zip");
        var before = folder.Files;
        // The system's own "always full" device stands for a full disk.
        File.CreateSymbolicLink(folder["full.csv.unfinished"], "/dev/full");
        CommandResult.Of("evaluate", model, file, "--variant", "small", "--out", folder["full.csv"]).Refused(ExitCode.Failed, "full.csv: the disk is full", "free space");
        CommandResult.Of("evaluate", model, file, "--variant", "small", "--out", folder["none", "a.csv"]).Refused(ExitCode.Failed, "a.csv: writing failed");

        Assert.AreSequenceEqual(before, folder.Files);
    }
}
