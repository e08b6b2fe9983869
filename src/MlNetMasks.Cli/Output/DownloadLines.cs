using MlNetMasks.Data;

namespace MlNetMasks.Cli.Output;

/// <summary>Shows the progress of downloads and checks.</summary>
internal sealed class DownloadLines(ProgressDisplay display, TimeProvider clock) : IProgress<DownloadProgress>
{
    private (string Phase, DownloadActivity Activity) _of;
    private long _start;
    private long _startBytes;

    public void Report(DownloadProgress value)
    {
        var phase = $"{value.Set}/{value.File.Path}";
        if (_of != (phase, value.Activity))
        {
            (_of, _start, _startBytes) = ((phase, value.Activity), clock.GetTimestamp(), value.ByteCount);
        }

        var isEnd = value.Activity is DownloadActivity.Present or DownloadActivity.Fetched;
        display.Show(new(value.Set, phase, $"{value.File.Path}: {Text(value)}", value.ByteCount, value.File.Size, IsDue: isEnd || value.Activity == DownloadActivity.Retrying));
    }

    private string Text(DownloadProgress value) => value.Activity switch
    {
        DownloadActivity.Waiting => "another process is fetching it, waiting",
        DownloadActivity.Checking => $"checking {Done(value)}",
        DownloadActivity.Receiving => Done(value),
        DownloadActivity.Retrying => $"failed: {value.Note}",
        DownloadActivity.Present => "is there already",
        _ => $"fetched, {ByteCounts.Text(value.File.Size)}",
    };

    private string Done(DownloadProgress value)
    {
        var text = $"{ByteCounts.Text(value.ByteCount)} of {ByteCounts.Text(value.File.Size)}";
        var elapsed = clock.GetElapsedTime(_start).TotalSeconds;
        // What came within the first second foretells nothing.
        if (elapsed < 1 || value.ByteCount <= _startBytes)
        {
            return text;
        }

        var rate = (value.ByteCount - _startBytes) / elapsed;
        return $"{text}, {ByteCounts.Text((long)rate)}/s, {Durations.Text(TimeSpan.FromSeconds((value.File.Size - value.ByteCount) / rate))} left";
    }
}
