using MlNetMasks.Experiments.Running;

namespace MlNetMasks.Cli.Output;

/// <summary>Shows the progress of a run.</summary>
internal sealed class RunLines(ProgressDisplay display) : IProgress<RunProgress>
{
    public void Report(RunProgress value) => display.Show(Of(value));

    public static ProgressLine Of(RunProgress value)
    {
        var stage = value.Training is null ? "" : $", stage {value.StageNumber}/{value.StageCount}";
        var label = $"{value.Variant}, seed {value.Seed}{stage}";
        if (value.Training is not { } training)
        {
            return new(label, value.Phase, value.Phase, 0, 0, IsDue: false);
        }

        var accuracy = double.IsNaN(training.Accuracy) ? "" : FormattableString.Invariant($", accuracy {training.Accuracy:P1}");
        // The first step is much slower than the others, so it foretells nothing.
        var rate = training.Step > 1 ? FormattableString.Invariant($", {training.StepsPerSecond:0} steps/s") : "";
        var left = training.Step > 1 && training.Step < training.StepCount ? $", {Durations.Text(training.Remaining)} left" : "";
        var text = FormattableString.Invariant($"{training.Stage} {training.Step}/{training.StepCount}{rate}, loss {training.Loss:0.0000}{accuracy}{left}");
        return new(label, value.Phase, text, training.Step, training.StepCount, IsDue: training.Step == training.StepCount);
    }
}
