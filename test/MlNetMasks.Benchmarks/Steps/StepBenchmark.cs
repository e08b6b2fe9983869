using System.Globalization;
using System.Text.Json;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>Measures the kinds of step of each net, taking turns between them so that the machine's moods hit all alike.</summary>
internal static class StepBenchmark
{
    private const int Turns = 7;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static int Run(string[] arguments)
    {
        var nets = new List<StepNet>();
        string? json = null;
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i], value)
            {
                case ("--net", not null) when StepNet.All.FirstOrDefault(net => net.Name == value) is { } net:
                    nets.Add(net);
                    break;
                case ("--json", not null):
                    json = value;
                    break;
                default:
                    Console.Error.WriteLine($"steps: '{arguments[i]} {value}' is not understood. Usage: steps [--net NAME]... [--json FILE]; nets: {string.Join(", ", StepNet.All.Select(net => net.Name))}.");
                    return 2;
            }
        }

        var results = new List<StepResult>();
        Write(json, results); // a file that cannot be written is a fault of the first second, not of the last
        foreach (var net in nets.Count > 0 ? nets : StepNet.All)
        {
            results.Add(Measure(net));
            Write(json, results);
        }

        return 0;
    }

    private static void Write(string? path, List<StepResult> results)
    {
        if (path is not null)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(results, Json) + "\n");
        }
    }

    private static StepResult Measure(StepNet net)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var largest = net.ReferenceBytes;
        List<string> kinds = [.. StepKinds.All.Where(kind => !(net.LearnsWeights && kind == StepKinds.MaskBFloat16))]; // weights are learned in single precision only
        var measured = new Dictionary<string, WorkerProcess>();
        if (2 * largest > memory / 2)
        {
            foreach (var kind in StepKinds.References)
            {
                kinds.Remove(kind); // does not fit beside the others: measured on its own, if at all
            }
        }

        TakeTurns(net, kinds, Turns, measured);
        foreach (var kind in StepKinds.References.Except(kinds))
        {
            if (largest < 0.8 * memory)
            {
                TakeTurns(net, [kind], turns: 1, measured);
            }
            else
            {
                Console.Error.WriteLine($"{net.Name} {kind}: not measured, it needs about {largest >> 30} GiB.");
            }
        }

        var result = Result(net, measured);
        Print(result);
        return result;
    }

    private static void TakeTurns(StepNet net, IEnumerable<string> kinds, int turns, Dictionary<string, WorkerProcess> measured)
    {
        var workers = kinds.Select(kind => new WorkerProcess(net, kind)).ToList();
        try
        {
            workers.ForEach(worker => worker.WarmUp());
            for (var turn = 0; turn < turns; turn++)
            {
                workers.ForEach(worker => worker.Turn());
            }

            workers.ForEach(worker => measured.Add(worker.Kind, worker));
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    private static double MedianOf(Dictionary<string, WorkerProcess> workers, string kind) => workers.TryGetValue(kind, out var worker) ? worker.MedianMilliseconds : double.NaN;

    private static StepResult Result(StepNet net, Dictionary<string, WorkerProcess> workers) => new()
    {
        Net = net.Name,
        Batch = net.Batch,
        Samples = net.Samples,
        Maskable = net.Maskable,
        MaskMilliseconds = workers[StepKinds.Mask].MedianMilliseconds,
        MaskBFloat16Milliseconds = MedianOf(workers, StepKinds.MaskBFloat16),
        PlainMilliseconds = workers[StepKinds.Plain].MedianMilliseconds,
        PretrainMilliseconds = workers[StepKinds.Pretrain].MedianMilliseconds,
        ReferenceMilliseconds = MedianOf(workers, StepKinds.Reference),
        ReferenceTunedMilliseconds = MedianOf(workers, StepKinds.ReferenceTuned),
        GemmMilliseconds = workers[StepKinds.Gemm].MedianMilliseconds,
        PeakMebibytes = workers.ToDictionary(pair => pair.Key, pair => Math.Round(pair.Value.Last.PeakMebibytes)),
        ManagedBytesPerStep = workers[StepKinds.Mask].Last.ManagedBytesPerStep,
        Threads = workers[StepKinds.Mask].Last.Threads,
    };

    private static void Print(StepResult r) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {r.Net}: {r.Maskable:N0} maskable weights, batch {r.Batch}, {r.Samples} samples, {r.Threads} threads
          mask {r.MaskMilliseconds:0.0} ms, bfloat16 {r.MaskBFloat16Milliseconds:0.0}, plain {r.PlainMilliseconds:0.0}, pretrain {r.PretrainMilliseconds:0.0}, products {r.GemmMilliseconds:0.0}, published {r.ReferenceMilliseconds:0.0}, published tuned {r.ReferenceTunedMilliseconds:0.0}
          mask/products {r.MaskMilliseconds / r.GemmMilliseconds:0.00}, mask/plain {r.MaskMilliseconds / r.PlainMilliseconds:0.00}, published/mask {r.ReferenceMilliseconds / r.MaskMilliseconds:0.0}, published tuned/mask {r.ReferenceTunedMilliseconds / r.MaskMilliseconds:0.0}, published/bfloat16 {r.ReferenceMilliseconds / r.MaskBFloat16Milliseconds:0.0}
          {r.ManagedBytesPerStep:N0} managed bytes per step; peak MiB: {string.Join(", ", r.PeakMebibytes.Select(peak => $"{peak.Key} {peak.Value:N0}"))}
        """));
}
