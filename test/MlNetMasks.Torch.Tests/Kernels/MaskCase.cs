using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch.Tests.Kernels;

/// <summary>One slot with weights, logits and gradients that are a pure function of their index.</summary>
internal sealed unsafe class MaskCase : IDisposable
{
    private readonly int _slot;

    public MaskCase(int length, int samples, int slot = 0)
    {
        _slot = slot;
        Logits = new NativeFloats(length);
        Weights = new NativeFloats(length);
        Masked = new NativeFloats(length * samples);
        Gradients = new NativeFloats(length * samples);
        LogitGradients = new NativeFloats(length);
        Fill(Logits, index => (8 * Wave(index, 0.37)) + 1);
        Fill(Weights, index => Wave(index, 0.11));
        Fill(Gradients, index => Wave(index, 0.73));
    }

    public NativeFloats Logits { get; }

    public NativeFloats Weights { get; }

    public NativeFloats Masked { get; }

    public NativeFloats Gradients { get; }

    public NativeFloats LogitGradients { get; }

    public MaskSegment Segment => new()
    {
        Slot = _slot,
        Length = Logits.Length,
        Logits = Logits.Pointer,
        Weights = Weights.Pointer,
        MaskedWeights = Masked.Pointer,
        MaskedGradients = Gradients.Pointer,
        LogitGradients = LogitGradients.Pointer,
    };

    public void Dispose()
    {
        Logits.Dispose();
        Weights.Dispose();
        Masked.Dispose();
        Gradients.Dispose();
        LogitGradients.Dispose();
    }

    /// <summary>Uniform numbers of the slot, [samples, n].</summary>
    public float[] Uniforms(MaskDraw draw)
    {
        using var workers = new BlockWorkers(1);
        using var uniforms = new NativeFloats(Logits.Length * draw.Samples);
        new MaskUniforms(workers).Fill(uniforms.Pointer, Logits.Length, _slot, draw);
        return uniforms.Span.ToArray();
    }

    private static void Fill(NativeFloats floats, Func<int, double> value)
    {
        for (var i = 0; i < floats.Length; i++)
        {
            floats.Span[i] = (float)value(i);
        }
    }

    // Exactly representable steps, so that no processor's sine matters.
    private static double Wave(int index, double stride)
    {
        var phase = index * stride;
        return Math.Round(((phase - Math.Floor(phase)) * 2) - 1, 3);
    }
}
