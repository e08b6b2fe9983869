using System.Runtime.InteropServices;
using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Benchmarks.Kernels;

/// <summary>The arrays that the kernels of one mask step read and write, larger than any cache.</summary>
internal sealed unsafe class KernelMemory : IDisposable
{
    /// <summary>Weights per array.</summary>
    public const int Length = 1 << 23;

    /// <summary>Mask samples.</summary>
    public const int Samples = 4;

    private readonly List<nint> _blocks = [];

    public KernelMemory()
    {
        var logits = Floats(1);
        var weights = Floats(1);
        var gradients = Floats(Samples);
        var random = new Random(1);
        for (var i = 0; i < Length; i++)
        {
            logits[i] = (float)((random.NextDouble() * 8) - 4);
            weights[i] = (float)(random.NextDouble() - 0.5);
        }

        for (var i = 0; i < Samples * Length; i++)
        {
            gradients[i] = weights[i % Length];
        }

        Segment = new MaskSegment
        {
            Slot = 0,
            Length = Length,
            Logits = logits,
            Weights = weights,
            MaskedWeights = Floats(Samples),
            MaskedGradients = gradients,
            LogitGradients = Floats(1),
        };
        Adam = new AdamSegment { Length = Length, Parameters = logits, Gradients = Segment.LogitGradients, Means = Floats(1), Squares = Floats(1) };
    }

    /// <summary>What the mask kernels work on.</summary>
    public MaskSegment Segment { get; }

    /// <summary>What the optimiser works on.</summary>
    public AdamSegment Adam { get; }

    public void Dispose() => _blocks.ForEach(block => NativeMemory.AlignedFree((void*)block));

    private float* Floats(int copies)
    {
        var block = NativeMemory.AlignedAlloc((nuint)copies * Length * sizeof(float), 64);
        _blocks.Add((nint)block);
        NativeMemory.Clear(block, (nuint)copies * Length * sizeof(float));
        return (float*)block;
    }
}
