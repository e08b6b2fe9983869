using static TorchSharp.torch;

namespace MlNetMasks.Torch.Kernels;

/// <summary>
/// The logistic straight-through mask of the paper on CPU tensors, by <see cref="MaskSampler"/> and <see cref="Kernels.LogitGradient"/>.
/// </summary>
public sealed unsafe class SimdLogisticMask : IMaskParametrisation
{
    private readonly MaskSampler _sampler;
    private readonly LogitGradient _gradient;
    private MaskSegment[] _segments = [];

    /// <summary>Makes the parametrisation on the given threads, which it does not own.</summary>
    /// <param name="workers">The threads.</param>
    public SimdLogisticMask(BlockWorkers workers)
    {
        _sampler = new MaskSampler(workers);
        _gradient = new LogitGradient(workers);
    }

    /// <inheritdoc/>
    public string Id => TensorLogisticMask.Identifier;

    /// <inheritdoc/>
    public void Sample(IReadOnlyList<MaskSlot> slots, MaskDraw draw) => _sampler.Sample(Segments(slots, draw, withGradients: false), draw);

    /// <inheritdoc/>
    public double LogitGradient(IReadOnlyList<MaskSlot> slots, MaskDraw draw, double regulariser) =>
        _gradient.Accumulate(Segments(slots, draw, withGradients: true), draw, (float)regulariser);

    private ReadOnlySpan<MaskSegment> Segments(IReadOnlyList<MaskSlot> slots, MaskDraw draw, bool withGradients)
    {
        ArgumentNullException.ThrowIfNull(slots);
        if (_segments.Length < slots.Count)
        {
            _segments = new MaskSegment[slots.Count];
        }

        for (var i = 0; i < slots.Count; i++)
        {
            var slot = slots[i];
            var length = slot.Logits.numel();
            _segments[i] = new MaskSegment
            {
                Slot = slot.Index,
                Length = length,
                Elements = slot.MaskedWeights.dtype == ScalarType.BFloat16 ? ElementType.BFloat16 : ElementType.Float32,
                Logits = Floats(slot.Logits, length, slot),
                Weights = Floats(slot.Weights, length, slot),
                MaskedWeights = Pointer(slot.MaskedWeights, length * draw.Samples, slot.MaskedWeights.dtype, slot),
                MaskedGradients = withGradients ? Pointer(slot.MaskedGradients, length * draw.Samples, slot.MaskedWeights.dtype, slot) : null,
                LogitGradients = Floats(slot.LogitGradients, length, slot),
            };
        }

        return _segments.AsSpan(0, slots.Count);
    }

    private static float* Floats(Tensor tensor, long length, MaskSlot slot) => (float*)Pointer(tensor, length, ScalarType.Float32, slot);

    private static void* Pointer(Tensor? tensor, long length, ScalarType type, MaskSlot slot)
    {
        if (tensor is null || type is not (ScalarType.Float32 or ScalarType.BFloat16) || tensor.dtype != type || tensor.device_type != TorchSharp.DeviceType.CPU
            || tensor.numel() != length || !tensor.is_contiguous())
        {
            throw new ArgumentException(
                $"Slot {slot.Index} needs contiguous CPU tensors of {length} elements, float32 or, for masked weights and their gradients, both bfloat16; set all of them, gradients too.",
                nameof(slot));
        }

        return tensor.DataPointer();
    }
}
