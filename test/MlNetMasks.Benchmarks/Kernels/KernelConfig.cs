using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace MlNetMasks.Benchmarks.Kernels;

/// <summary>In one process, so that the bandwidth is measured where the kernels run.</summary>
internal sealed class KernelConfig : ManualConfig
{
    public KernelConfig()
    {
        AddJob(Job.Default.WithToolchain(new InProcessEmitToolchain(logOutput: false)).WithWarmupCount(3).WithIterationCount(10));
        AddColumn(new BandwidthBoundColumn());
    }
}
