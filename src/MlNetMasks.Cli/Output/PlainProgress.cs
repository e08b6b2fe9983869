using MlNetMasks.Experiments.Running;

namespace MlNetMasks.Cli.Output;

/// <summary>Progress as lines: at each change of stage, at the end of each stage, and every few seconds between.</summary>
internal sealed class PlainProgress(TextWriter error, TimeProvider clock) : ProgressDisplay
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private string _phase = "";
    private long _last = clock.GetTimestamp();

    public override void Report(RunProgress value)
    {
        var isEnd = value.Training is { } training && training.Step == training.StepCount;
        if (value.Phase == _phase && !isEnd && clock.GetElapsedTime(_last) < Interval)
        {
            return;
        }

        (_phase, _last) = (value.Phase, clock.GetTimestamp());
        var stage = value.Training is null ? "" : $", stage {value.StageNumber}/{value.StageCount}";
        error.WriteLine($"[{value.Variant}, seed {value.Seed}{stage}] {Line(value)}");
    }

    public override void Finish()
    {
    }

    public override void Dispose()
    {
    }
}
