using System.Runtime.InteropServices;
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
    /// <summary>Environment variable that shows where a fault happened.</summary>
    public const string DebugVariable = "MLNETMASKS_DEBUG";

    /// <summary>Does a verb's work; every fault becomes one line on standard error that says what to do, and an exit code.</summary>
    /// <param name="work">The work.</param>
    /// <param name="afterCancelling">What to say of a cancelled verb; <see langword="null"/> when it left nothing.</param>
    public int Guard(Func<int> work, Func<string?>? afterCancelling = null)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            Error.WriteLine($"mlnetmasks: cancelled; {afterCancelling?.Invoke() ?? "nothing half-written is left, finished runs are kept."}");
            return ExitCode.Cancelled;
        }
        catch (Exception e) when (IsInput(e))
        {
            return Fault(e, e.Message, ExitCode.BadUsageOrInput);
        }
        catch (Exception e) when (IsExpected(e))
        {
            return Fault(e, e.Message, ExitCode.Failed);
        }
        catch (Exception e) when (IsOutOfMemory(e))
        {
            return Fault(e, "there is not enough memory; use a smaller network, batch_size or samples, or a machine with more memory.", ExitCode.Failed);
        }
        catch (Exception e)
        {
            var line = e.Message.AsSpan().Trim();
            line = line[..(line.IndexOfAny('\r', '\n') is var end and >= 0 ? end : line.Length)].TrimEnd('.');
            return Fault(e, $"unexpected {e.GetType().Name}: {line}. This is a fault of the program: please report it, with what {DebugVariable}=1 shows.", ExitCode.Failed);
        }
    }

    private static bool IsInput(Exception e)
        => e is UsageException or PipelineFileException or InvalidDataException or ResultFormatException or FileNotFoundException or DirectoryNotFoundException;

    // An InvalidOperationException of our own says what to do, for example when training diverged; one of a library is a fault of ours.
    private static bool IsExpected(Exception e)
        => e is RunStoreException or IOException or UnauthorizedAccessException || (e is InvalidOperationException && e.Source?.StartsWith("MlNetMasks", StringComparison.Ordinal) == true);

    private static bool IsOutOfMemory(Exception e)
        => e is OutOfMemoryException || (e is ExternalException && e.Message.Contains("allocate memory", StringComparison.Ordinal));

    private int Fault(Exception e, string message, int code)
    {
        foreach (var line in message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Error.WriteLine($"mlnetmasks: {line}");
        }

        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            Error.WriteLine(e);
        }

        return code;
    }
}
