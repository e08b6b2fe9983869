using System.Diagnostics;
using System.Globalization;
using MlNetMasks.Torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>
/// A child process that does one kind of step of one net. It reads a number of steps per line, does them, and answers with the time of each
/// in milliseconds, the managed bytes per step and the peak of its memory; so the parent can take turns between the kinds.
/// </summary>
internal static class StepWorker
{
    public const string Verb = "step-worker";

    public static int Run(string netName, string kind)
    {
        var net = StepNet.All.First(net => net.Name == netName);
        using var step = StepKinds.Create(kind, net);
        while (Console.In.ReadLine() is { } line)
        {
            var times = new double[int.Parse(line, CultureInfo.InvariantCulture)];
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < times.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                step.Step();
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / times.Length;
            var answer = new StepAnswer(times, allocated, PeakMebibytes(), TorchSharp.torch.get_num_threads());
            Console.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(answer));
        }

        return 0;
    }

    private static double PeakMebibytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1024.0 / 1024.0;
    }
}
