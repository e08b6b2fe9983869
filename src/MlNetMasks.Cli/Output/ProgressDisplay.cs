namespace MlNetMasks.Cli.Output;

/// <summary>Shows progress: a live bar on a terminal, plain lines elsewhere.</summary>
internal abstract class ProgressDisplay : IDisposable
{
    /// <summary>Chooses the display by where faults are written to, so that results on standard output may go into a file.</summary>
    /// <param name="error">Standard error, or what stands for it.</param>
    /// <param name="title">What the bars are about; plain lines each say it.</param>
    public static ProgressDisplay Create(TextWriter error, string title)
        => ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected && IsCapable() ? LiveProgress.Start(error, title) : new PlainProgress(error, TimeProvider.System);

    public abstract void Show(ProgressLine line);

    /// <summary>Says that the work went well.</summary>
    public abstract void Finish();

    /// <summary>Ends the display, also after a work that failed or before its first line.</summary>
    public abstract void Dispose();

    // https://no-color.org: who wants no colours gets no moving bars either.
    private static bool IsCapable()
        => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or "") and var terminal
            && (terminal is not null || OperatingSystem.IsWindows());
}
