using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace MlNetMasks.Benchmarks.Kernels;

/// <summary>What a kernel would take if moving its bytes were all it did: its traffic over the bandwidth of a plain copy on as many threads.</summary>
internal sealed class BandwidthBoundColumn : IColumn
{
    private const int Bytes = 256 << 20;
    private const int Repeats = 7;

    private static readonly ConcurrentDictionary<int, double> BytesPerNanosecond = new();

    public string Id => nameof(BandwidthBoundColumn);

    public string ColumnName => "Bound";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Time;

    public string Legend => "Nanoseconds per weight that copying as many bytes takes";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var bytes = benchmarkCase.Descriptor.WorkloadMethod.GetCustomAttribute<BytesPerWeightAttribute>()!.Bytes;
        var threads = (int)benchmarkCase.Parameters[nameof(MaskKernelBenchmarks.Threads)];
        return (bytes / BytesPerNanosecond.GetOrAdd(threads, Measure)).ToString("0.000 ns", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;

    /// <summary>Bytes read and written per nanosecond: the median of a few copies, each thread with a share of the block.</summary>
    private static double Measure(int threads)
    {
        var (source, destination) = (new byte[Bytes], new byte[Bytes]);
        var times = new List<double>();
        for (var repeat = 0; repeat <= Repeats; repeat++)
        {
            var start = Stopwatch.GetTimestamp();
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
            {
                var share = Bytes / threads;
                source.AsSpan(thread * share, share).CopyTo(destination.AsSpan(thread * share, share));
            });
            if (repeat > 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds); // the first one only brings the pages in
            }
        }

        return 2.0 * Bytes / times.Order().ElementAt(Repeats / 2);
    }
}
