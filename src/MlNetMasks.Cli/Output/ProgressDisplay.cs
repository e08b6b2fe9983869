using MlNetMasks.Experiments.Running;

namespace MlNetMasks.Cli.Output;

/// <summary>Shows a run's progress: a live bar on a terminal, plain lines elsewhere.</summary>
internal abstract class ProgressDisplay : IProgress<RunProgress>, IDisposable
{
    /// <summary>Chooses the display by where faults are written to, so that results on standard output may go into a file.</summary>
    /// <param name="error">Standard error, or what stands for it.</param>
    /// <param name="title">What the bars are about; plain lines each say it.</param>
    public static ProgressDisplay Create(TextWriter error, string title)
        => ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected && IsCapable() ? LiveProgress.Start(error, title) : new PlainProgress(error, TimeProvider.System);

    public abstract void Report(RunProgress value);

    /// <summary>Says that the run went well.</summary>
    public abstract void Finish();

    /// <summary>Ends the display, also after a run that failed or before its first report.</summary>
    public abstract void Dispose();

    /// <summary>One line on where the run stands.</summary>
    protected static string Line(RunProgress value)
    {
        if (value.Training is not { } training)
        {
            return value.Phase;
        }

        var accuracy = double.IsNaN(training.Accuracy) ? "" : FormattableString.Invariant($", accuracy {training.Accuracy:P1}");
        // The first step is much slower than the others, so it foretells nothing.
        var rate = training.Step > 1 ? FormattableString.Invariant($", {training.StepsPerSecond:0} steps/s") : "";
        var left = training.Step > 1 && training.Step < training.StepCount ? $", {Durations.Text(training.Remaining)} left" : "";
        return FormattableString.Invariant($"{training.Stage} {training.Step}/{training.StepCount}{rate}, loss {training.Loss:0.0000}{accuracy}{left}");
    }

    // https://no-color.org: who wants no colours gets no moving bars either.
    private static bool IsCapable()
        => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or "") and var terminal
            && (terminal is not null || OperatingSystem.IsWindows());
}
