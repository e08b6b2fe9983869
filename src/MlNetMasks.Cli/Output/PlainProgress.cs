namespace MlNetMasks.Cli.Output;

/// <summary>Progress as lines: at each change of stage, at the end of each stage, and every few seconds between.</summary>
internal sealed class PlainProgress(TextWriter error, TimeProvider clock) : ProgressDisplay
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private string _phase = "";
    private long _last = clock.GetTimestamp();

    public override void Show(ProgressLine line)
    {
        if (line.Phase == _phase && !line.IsDue && clock.GetElapsedTime(_last) < Interval)
        {
            return;
        }

        (_phase, _last) = (line.Phase, clock.GetTimestamp());
        error.WriteLine($"[{line.Label}] {line.Text}");
    }

    public override void Finish()
    {
    }

    public override void Dispose()
    {
    }
}
