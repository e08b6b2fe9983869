using MlNetMasks.Torch.Kernels.Products;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Kernels;

/// <summary>
/// The logistic straight-through mask of the paper on CPU tensors, by <see cref="MaskSampler"/> and <see cref="Kernels.LogitGradient"/>;
/// linear layers without samples in memory.
/// </summary>
public sealed unsafe class SimdLogisticMask : IProductParametrisation, IDisposable
{
    private readonly MaskSampler _sampler;
    private readonly LogitGradient _gradient;
    private readonly TensorProducts _products;
    private MaskSegment[] _segments = [];

    /// <summary>Makes the parametrisation on the given threads, which it does not own.</summary>
    /// <param name="workers">The threads.</param>
    public SimdLogisticMask(BlockWorkers workers)
    {
        _sampler = new MaskSampler(workers);
        _gradient = new LogitGradient(workers);
        _products = new TensorProducts(TiledProducts.OfMasks(workers));
    }

    /// <inheritdoc/>
    public string Id => TensorLogisticMask.Identifier;

    /// <inheritdoc/>
    public bool WritesWeightGradients => true;

    /// <inheritdoc/>
    public void Sample(IReadOnlyList<MaskSlot> slots, MaskDraw draw) => _sampler.Sample(Segments(slots, draw, withGradients: false), draw);

    /// <inheritdoc/>
    public double LogitGradient(IReadOnlyList<MaskSlot> slots, MaskDraw draw, double regulariser) =>
        _gradient.Accumulate(Segments(slots, draw, withGradients: true), draw, (float)regulariser);

    /// <inheritdoc/>
    public Tensor Multiply(MaskMatrix matrix, MaskDraw draw, Tensor input) => _products.Multiply(Matrix(matrix, draw), draw, input);

    /// <inheritdoc/>
    public Tensor MultiplyTransposed(MaskMatrix matrix, MaskDraw draw, Tensor upstream) => _products.MultiplyTransposed(Matrix(matrix, draw), draw, upstream);

    /// <inheritdoc/>
    public double LogitGradient(MaskMatrix matrix, MaskDraw draw, Tensor input, Tensor upstream, double regulariser) =>
        _products.Gradients(Matrix(matrix, draw), draw, input, upstream, regulariser);

    /// <summary>Frees the scratch memory of products.</summary>
    public void Dispose() => _products.Dispose();

    private static ProductMatrix Matrix(MaskMatrix matrix, MaskDraw draw)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var length = matrix.Logits.numel();
        return new ProductMatrix
        {
            Slot = matrix.Index,
            Rows = (int)matrix.Logits.size(-2),
            Columns = (int)matrix.Logits.size(-1),
            Logits = Floats(matrix.Logits, length, matrix.Index),
            Weights = Floats(matrix.Weights, length, matrix.Index),
            Gradients = Floats(matrix.LogitGradients, length, matrix.Index),
            WeightGradients = matrix.WeightGradients is { } weightGradients ? Floats(weightGradients, length, matrix.Index) : null,
            Samples = matrix.MaskedWeights is { } samples ? Floats(samples, length * draw.Samples, matrix.Index) : null,
        };
    }

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
                Logits = Floats(slot.Logits, length, slot.Index),
                Weights = Floats(slot.Weights, length, slot.Index),
                MaskedWeights = Pointer(slot.MaskedWeights, length * draw.Samples, slot.MaskedWeights.dtype, slot.Index),
                MaskedGradients = withGradients ? Pointer(slot.MaskedGradients, length * draw.Samples, slot.MaskedWeights.dtype, slot.Index) : null,
                LogitGradients = Floats(slot.LogitGradients, length, slot.Index),
            };
        }

        return _segments.AsSpan(0, slots.Count);
    }

    private static float* Floats(Tensor tensor, long length, int slot) => (float*)Pointer(tensor, length, ScalarType.Float32, slot);

    private static void* Pointer(Tensor? tensor, long length, ScalarType type, int slot)
    {
        if (tensor is null || type is not (ScalarType.Float32 or ScalarType.BFloat16) || tensor.dtype != type || tensor.device_type != TorchSharp.DeviceType.CPU
            || tensor.numel() != length || !tensor.is_contiguous())
        {
            throw new ArgumentException(
                $"Slot {slot} needs contiguous CPU tensors of {length} elements, float32 or, for masked weights and their gradients, both bfloat16; set all of them, gradients too.",
                nameof(slot));
        }

        return tensor.DataPointer();
    }
}
