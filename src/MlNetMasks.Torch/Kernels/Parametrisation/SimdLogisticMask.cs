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
                Logits = Pointer(slot.Logits, length, slot),
                Weights = Pointer(slot.Weights, length, slot),
                MaskedWeights = Pointer(slot.MaskedWeights, length * draw.Samples, slot),
                MaskedGradients = withGradients ? Pointer(slot.MaskedGradients, length * draw.Samples, slot) : null,
                LogitGradients = Pointer(slot.LogitGradients, length, slot),
            };
        }

        return _segments.AsSpan(0, slots.Count);
    }

    private static float* Pointer(Tensor? tensor, long length, MaskSlot slot)
    {
        if (tensor is null || tensor.dtype != ScalarType.Float32 || tensor.device_type != TorchSharp.DeviceType.CPU
            || tensor.numel() != length || !tensor.is_contiguous())
        {
            throw new ArgumentException(
                $"Slot {slot.Index} needs contiguous float32 CPU tensors of {length} elements; set all of them, gradients too.",
                nameof(slot));
        }

        return (float*)tensor.DataPointer();
    }
}
