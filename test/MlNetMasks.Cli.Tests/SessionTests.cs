using System.Runtime.InteropServices;
using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Cli.Tests;

[TestClass]
[DoNotParallelize] // one test sets an environment variable
public sealed class SessionTests
{
    [TestMethod]
    public void Guard_Exception_BecomesOneLineAndAnExitCode()
    {
        (Exception Exception, int Code, string Line)[] cases =
        [
            (new InvalidDataException("It is damaged; restore it."), ExitCode.BadUsageOrInput, "mlnetmasks: It is damaged; restore it."),
            (new FileNotFoundException("There is no file; check the path."), ExitCode.BadUsageOrInput, "mlnetmasks: There is no file; check the path."),
            (new UsageException("Use another."), ExitCode.BadUsageOrInput, "mlnetmasks: Use another."),
            (new IOException("The disk failed."), ExitCode.Failed, "mlnetmasks: The disk failed."),
            (new InsufficientMemoryException(), ExitCode.Failed, "mlnetmasks: there is not enough memory; use a smaller network, batch_size or samples, or a machine with more memory."),
            (new LibraryException("DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes.\nframe #0: x"), ExitCode.Failed, "mlnetmasks: there is not enough memory; use a smaller network, batch_size or samples, or a machine with more memory."),
            (new LibraryException("Expected false to be true.\nException raised from x\nframe #0: y"), ExitCode.Failed, "mlnetmasks: unexpected LibraryException: Expected false to be true. This is a fault of the program: please report it, with what MLNETMASKS_DEBUG=1 shows."),
            (new KeyNotFoundException("Nothing there."), ExitCode.Failed, "mlnetmasks: unexpected KeyNotFoundException: Nothing there. This is a fault of the program: please report it, with what MLNETMASKS_DEBUG=1 shows."),
            (new ArgumentException("Odd.", "x"), ExitCode.Failed, "mlnetmasks: unexpected ArgumentException: Odd. (Parameter 'x'). This is a fault of the program: please report it, with what MLNETMASKS_DEBUG=1 shows."),
            (new OperationCanceledException("Not by the user."), ExitCode.Failed, "mlnetmasks: unexpected OperationCanceledException: Not by the user. This is a fault of the program: please report it, with what MLNETMASKS_DEBUG=1 shows."),
        ];
        foreach (var (exception, code, line) in cases)
        {
            var (found, error) = Guard(() => throw exception);
            Assert.AreEqual(code, found, line);
            Assert.AreEqual(line + Environment.NewLine, error);
        }
    }

    [TestMethod]
    public void Guard_InvalidOperation_IsExpectedFromOurOwnCodeOnly()
    {
        Assert.Contains("mlnetmasks: The sequence of a library", Guard(() => throw new InvalidOperationException("The sequence of a library") { Source = "System.Linq" }).Error.Replace("unexpected InvalidOperationException: ", "", StringComparison.Ordinal));
        Assert.AreEqual("mlnetmasks: Stage 'add' diverged." + Environment.NewLine, Guard(() => throw new InvalidOperationException("Stage 'add' diverged.")).Error);
        Assert.Contains("unexpected InvalidOperationException: Sequence contains no elements", Guard(() => Array.Empty<int>().First()).Error);
    }

    [TestMethod]
    public void Guard_PipelineFaults_GetALineEach()
    {
        var place = SourcePlace.Whole("a.yaml");
        var (code, error) = Guard(() => throw new PipelineFileException([new PipelineError(place, "first."), new PipelineError(place, "second\nline.")]));

        Assert.AreEqual(ExitCode.BadUsageOrInput, code);
        Assert.AreEqual($"mlnetmasks: a.yaml: first.{Environment.NewLine}mlnetmasks: a.yaml: second line.{Environment.NewLine}", error);
    }

    [TestMethod]
    public void Guard_Cancelled_HasACodeOfItsOwn()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using var error = new StringWriter();

        Assert.AreEqual(ExitCode.Cancelled, new Session(TextWriter.Null, error, cancelled.Token).Guard(() => throw new OperationCanceledException()));
        Assert.AreEqual("mlnetmasks: cancelled; nothing half-written is left, finished runs are kept." + Environment.NewLine, error.ToString());
    }

    [TestMethod]
    public void Guard_DebugVariable_ShowsTheStack()
    {
        Environment.SetEnvironmentVariable(Session.DebugVariable, "1");
        try
        {
            Assert.Contains("   at MlNetMasks.Cli.Tests.SessionTests", Guard(() => throw new KeyNotFoundException()).Error);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Session.DebugVariable, null);
        }
    }

    private sealed class LibraryException(string message) : ExternalException(message);

    private static (int Code, string Error) Guard(Func<int> work)
    {
        using var error = new StringWriter();
        return (new Session(TextWriter.Null, error, CancellationToken.None).Guard(work), error.ToString());
    }
}
