using BenchmarkDotNet.Attributes;
using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Benchmarks.Kernels;

/// <summary>
/// The kernels of a mask step, one weight being one operation, so that the mean is nanoseconds per weight; beside it the time in which the same bytes
/// could be copied.
/// </summary>
[Config(typeof(KernelConfig))]
public class MaskKernelBenchmarks : IDisposable
{
    private static readonly MaskDraw Draw = new(seed: 1, step: 1, KernelMemory.Samples);

    private readonly AdamMoments _moments = new();
    private KernelMemory _memory = null!;
    private BlockWorkers _workers = null!;
    private MaskSampler _sampler = null!;
    private LogitGradient _gradient = null!;
    private SumOfSquares _squares = null!;
    private AdamKernel _adam = null!;
    private int _step;

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Makes the memory and the kernels.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _memory = new KernelMemory();
        _workers = new BlockWorkers(Threads);
        _sampler = new MaskSampler(_workers);
        _gradient = new LogitGradient(_workers);
        _squares = new SumOfSquares(_workers);
        _adam = new AdamKernel(_workers);
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _workers.Dispose();
        _memory.Dispose();
    }

    /// <summary>Draws four samples of masked weights in single precision: reads 8 bytes per weight, writes 16.</summary>
    [Benchmark(OperationsPerInvoke = KernelMemory.Length)]
    [BytesPerWeight(8 + (4 * KernelMemory.Samples))]
    public void Sample() => _sampler.Sample([_memory.Segment], Draw);

    /// <summary>The same in bfloat16: writes 8 bytes per weight.</summary>
    [Benchmark(OperationsPerInvoke = KernelMemory.Length)]
    [BytesPerWeight(8 + (2 * KernelMemory.Samples))]
    public void SampleBFloat16() => _sampler.Sample([_memory.Segment with { Elements = ElementType.BFloat16 }], Draw);

    /// <summary>Turns the gradients of four samples into logit gradients: reads 24 bytes per weight, writes 4.</summary>
    /// <returns>The squared norm.</returns>
    [Benchmark(OperationsPerInvoke = KernelMemory.Length)]
    [BytesPerWeight(12 + (4 * KernelMemory.Samples))]
    public double LogitGradients() => _gradient.Accumulate([_memory.Segment], Draw, regulariser: 1e-6f);

    /// <summary>The norm for clipping: reads 4 bytes per weight.</summary>
    /// <returns>The squared norm.</returns>
    [Benchmark(OperationsPerInvoke = KernelMemory.Length)]
    [BytesPerWeight(4)]
    public unsafe double Norm() => _squares.Of([new FloatSegment(_memory.Segment.LogitGradients, KernelMemory.Length)]);

    /// <summary>One step of Adam with clipping: reads 16 bytes per weight, writes 12.</summary>
    [Benchmark(OperationsPerInvoke = KernelMemory.Length)]
    [BytesPerWeight(28)]
    public void Adam() => _adam.Step([_memory.Adam], _moments, ++_step, learningRate: 1e-4, gradientScale: 0.5f);
}
