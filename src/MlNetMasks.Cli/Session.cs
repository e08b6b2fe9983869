using MlNetMasks.Analysis;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Cli;

/// <summary>Where a verb writes to and when it stops.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Progress and faults.</param>
/// <param name="Cancellation">Set by Ctrl+C and SIGTERM.</param>
internal sealed record Session(TextWriter Output, TextWriter Error, CancellationToken Cancellation)
{
    /// <summary>Does a verb's work; every fault becomes one line on standard error that says what to do, and an exit code.</summary>
    public int Guard(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException)
        {
            Error.WriteLine("mlnetmasks: cancelled; nothing half-written is left.");
            return ExitCode.Cancelled;
        }
        catch (Exception e) when (IsInput(e))
        {
            return Fault(e, ExitCode.BadUsageOrInput);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or RunStoreException or UnauthorizedAccessException or ArithmeticException or OutOfMemoryException)
        {
            return Fault(e, ExitCode.Failed);
        }
    }

    private static bool IsInput(Exception e)
        => e is PipelineFileException or InvalidDataException or ResultFormatException or FormatException or ArgumentException or FileNotFoundException or DirectoryNotFoundException;

    private int Fault(Exception e, int code)
    {
        foreach (var line in e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Error.WriteLine($"mlnetmasks: {line}");
        }

        return code;
    }
}
