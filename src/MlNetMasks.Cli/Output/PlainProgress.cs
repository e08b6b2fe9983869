using MlNetMasks.Experiments.Running;

namespace MlNetMasks.Cli.Output;

/// <summary>Progress as lines, at most one in some seconds and one at each change of stage.</summary>
internal sealed class PlainProgress(TextWriter error, TimeProvider clock) : ProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

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
        error.WriteLine($"[{value.Variant}, seed {value.Seed}, stage {Math.Min(value.StageNumber, value.StageCount)}/{value.StageCount}] {Line(value)}");
    }

    public override void Finish()
    {
    }

    public override void Dispose()
    {
    }
}
