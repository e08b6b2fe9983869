using MlNetMasks.Experiments.Running;

namespace MlNetMasks.Cli.Output;

/// <summary>Shows a run's progress: a live bar on a terminal, plain lines elsewhere.</summary>
internal abstract class ProgressDisplay : IProgress<RunProgress>, IDisposable
{
    public static ProgressDisplay Create(TextWriter error)
        => !Console.IsErrorRedirected && !Console.IsOutputRedirected ? new LiveProgress() : new PlainProgress(error, TimeProvider.System);

    public abstract void Report(RunProgress value);

    /// <summary>Ends the display after a run that went well.</summary>
    public abstract void Finish();

    public abstract void Dispose();

    /// <summary>One line on the training of a stage.</summary>
    protected static string Line(RunProgress value)
    {
        if (value.Training is not { } training)
        {
            return value.Phase;
        }

        var accuracy = double.IsNaN(training.Accuracy) ? "" : FormattableString.Invariant($", accuracy {training.Accuracy:P1}");
        return FormattableString.Invariant(
            $"{training.Stage} {training.Step}/{training.StepCount}, {training.StepsPerSecond:0} steps/s, loss {training.Loss:0.0000}{accuracy}, {Durations.Text(training.Remaining)} left");
    }
}
