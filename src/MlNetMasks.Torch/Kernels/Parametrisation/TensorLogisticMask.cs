using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Kernels;

/// <summary>
/// The logistic straight-through mask of the paper in plain tensor operations, for devices that are not the CPU and as a reference.
/// </summary>
public sealed class TensorLogisticMask : IMaskParametrisation
{
    /// <summary>The stable name of this distribution of masks.</summary>
    internal const string Identifier = "logistic";

    private static readonly Scalar One = 1; // kept alive, see the remarks on NetworkModule
    private static readonly Scalar MinusOne = -1;
    private static readonly Scalar LogitLimit = 40.0;
    private static readonly Scalar NegativeLogitLimit = -40.0;
    private static readonly Scalar SmallestUniform = 1.0 / 16777216;
    private static readonly Scalar LargestUniform = 1 - (1.0 / 16777216);

    private readonly UniformSource _source;
    private readonly MaskUniforms _uniforms;

    /// <summary>Makes the parametrisation.</summary>
    /// <param name="source">Where uniform numbers come from.</param>
    /// <param name="workers">Threads that draw from the counter streams; not owned.</param>
    public TensorLogisticMask(UniformSource source, BlockWorkers workers)
    {
        _source = source;
        _uniforms = new MaskUniforms(workers);
    }

    /// <inheritdoc/>
    public string Id => Identifier;

    /// <inheritdoc/>
    public void Sample(IReadOnlyList<MaskSlot> slots, MaskDraw draw)
    {
        ArgumentNullException.ThrowIfNull(slots);
        using var gradients = no_grad();
        for (var i = 0; i < slots.Count; i++)
        {
            var slot = slots[i];
            using var scope = NewDisposeScope();
            var weights = slot.Weights.view(1, -1); // [1, n]
            var drop = Power(slot).add(One, One).reciprocal(); // [1, n]
            var masked = where(Uniforms(slot, draw) > drop, weights, zeros_like(weights)); // [samples, n]
            slot.MaskedWeights.view(draw.Samples, -1).copy_(masked);
        }
    }

    /// <inheritdoc/>
    public double LogitGradient(IReadOnlyList<MaskSlot> slots, MaskDraw draw, double regulariser)
    {
        ArgumentNullException.ThrowIfNull(slots);
        using var gradients = no_grad();
        using Scalar pull = regulariser;
        var squares = 0.0;
        for (var i = 0; i < slots.Count; i++)
        {
            var slot = slots[i];
            var maskedGradients = slot.MaskedGradients
                ?? throw new ArgumentException(
                    $"Slot {slot.Index} has no gradients; set MaskedGradients after the backward pass.", nameof(slots));
            using var scope = NewDisposeScope();
            var uniforms = Uniforms(slot, draw); // [samples, n]
            var on = Power(slot) * uniforms;
            var off = uniforms.mul(MinusOne).add(One, One);
            var total = on.add(off, One);
            var slope = on * off / (total * total);
            var sum = (maskedGradients.view(draw.Samples, -1) * slope).sum(dim: 0); // [n]
            var gradient = (sum * slot.Weights.view(-1)).add(pull, One);
            slot.LogitGradients.view(-1).copy_(gradient);
            var exact = gradient.to(ScalarType.Float64);
            squares += (exact * exact).sum().item<double>();
        }

        return squares;
    }

    /// <summary>exp of the clamped logits, [1, n].</summary>
    private static Tensor Power(MaskSlot slot) => slot.Logits.view(1, -1).clamp(NegativeLogitLimit, LogitLimit).exp();

    /// <summary>Numbers strictly inside (0, 1), [samples, n]; the same for the same draw.</summary>
    private unsafe Tensor Uniforms(MaskSlot slot, MaskDraw draw)
    {
        var length = slot.Logits.numel();
        if (_source == UniformSource.Device)
        {
            var key = StreamKey.OfSlot(draw, slot.Index);
            using var generator = new Generator(key & long.MaxValue, slot.Logits.device);
            var uniforms = rand([draw.Samples, length], ScalarType.Float32, slot.Logits.device, generator: generator);
            return uniforms.clamp_(SmallestUniform, LargestUniform);
        }

        var drawn = empty([draw.Samples, length], ScalarType.Float32);
        _uniforms.Fill((float*)drawn.DataPointer(), length, slot.Index, draw);
        return drawn.to(slot.Logits.device);
    }
}
