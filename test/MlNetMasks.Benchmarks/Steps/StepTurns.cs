using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>
/// The worker's side of the turns: a loop calls <see cref="Next"/> before each step, on its own thread, and is timed between the calls.
/// Between turns the call waits for the parent's next line.
/// </summary>
internal sealed class StepTurns
{
    private double[] _times = [];
    private int _done;
    private long _start;
    private long _allocated;

    /// <summary>Ends the step before, if there was one, and begins the next.</summary>
    /// <returns>False when the parent wants no more steps.</returns>
    public bool Next()
    {
        var now = Stopwatch.GetTimestamp();
        if (_done < _times.Length)
        {
            _times[_done++] = Stopwatch.GetElapsedTime(_start, now).TotalMilliseconds;
        }

        if (_done == _times.Length && !NextTurn())
        {
            return false;
        }

        _start = Stopwatch.GetTimestamp();
        return true;
    }

    private bool NextTurn()
    {
        if (_times.Length > 0)
        {
            var allocated = (GC.GetTotalAllocatedBytes(precise: true) - _allocated) / _times.Length;
            Console.Out.WriteLine(JsonSerializer.Serialize(new StepAnswer(_times, allocated, PeakMebibytes(), TorchSharp.torch.get_num_threads())));
        }

        if (Console.In.ReadLine() is not { } line)
        {
            return false;
        }

        (_times, _done) = (new double[int.Parse(line, CultureInfo.InvariantCulture)], 0);
        _allocated = GC.GetTotalAllocatedBytes(precise: true);
        return true;
    }

    private static double PeakMebibytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1024.0 / 1024.0;
    }
}
