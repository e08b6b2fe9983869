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
    private readonly MaskedProducts _products;
    private MaskSegment[] _segments = [];

    /// <summary>Makes the parametrisation on the given threads, which it does not own.</summary>
    /// <param name="workers">The threads.</param>
    public SimdLogisticMask(BlockWorkers workers)
    {
        _sampler = new MaskSampler(workers);
        _gradient = new LogitGradient(workers);
        _products = new MaskedProducts(workers);
    }

    /// <inheritdoc/>
    public string Id => TensorLogisticMask.Identifier;

    /// <inheritdoc/>
    public void Sample(IReadOnlyList<MaskSlot> slots, MaskDraw draw) => _sampler.Sample(Segments(slots, draw, withGradients: false), draw);

    /// <inheritdoc/>
    public double LogitGradient(IReadOnlyList<MaskSlot> slots, MaskDraw draw, double regulariser) =>
        _gradient.Accumulate(Segments(slots, draw, withGradients: true), draw, (float)regulariser);

    /// <inheritdoc/>
    public Tensor Multiply(MaskMatrix matrix, MaskDraw draw, Tensor input)
    {
        var memory = Matrix(matrix);
        var rows = RequireRows(input, draw.Samples, memory.Columns, nameof(input));
        var columns = Product.RoundUp(rows);
        var output = empty(draw.Samples, memory.Rows, columns);
        using var padded = Padded(input, columns);
        _products.Forward(in memory, draw, Floats(padded ?? input), Floats(output), columns);
        return Cut(output, rows);
    }

    /// <inheritdoc/>
    public (double SquaredNorm, Tensor? InputGradient) MultiplyBackward(
        MaskMatrix matrix, MaskDraw draw, Tensor input, Tensor upstream, double regulariser, bool add, bool wantsInputGradient)
    {
        var memory = Matrix(matrix);
        var rows = RequireRows(input, draw.Samples, memory.Columns, nameof(input));
        var columns = Product.RoundUp(rows);
        if (RequireRows(upstream, draw.Samples, memory.Rows, nameof(upstream)) != rows)
        {
            throw new ArgumentException($"upstream has {upstream.size(2)} rows and input {rows}; both belong to the same batch.", nameof(upstream));
        }

        using var transposed = input.transpose(1, 2);
        using var rowMajor = transposed.contiguous();
        using var paddedInput = Padded(rowMajor, Product.RoundUp(memory.Columns));
        using var paddedUpstream = Padded(upstream, columns);
        var inputGradient = wantsInputGradient ? empty(draw.Samples, memory.Columns, columns) : null;
        var batch = new ProductGradients
        {
            BatchRows = rows,
            Input = Floats(paddedInput ?? rowMajor),
            Upstream = Floats(paddedUpstream ?? upstream),
            InputGradient = inputGradient is null ? null : Floats(inputGradient),
        };
        var squares = _products.Backward(in memory, draw, in batch, (float)regulariser, add);
        return (squares, inputGradient is null ? null : Cut(inputGradient, rows));
    }

    /// <summary>Frees the scratch memory of products.</summary>
    public void Dispose() => _products.Dispose();

    /// <summary>The tensor with zeros behind its last dimension up to a length; null where it has that length.</summary>
    private static Tensor? Padded(Tensor tensor, long length)
    {
        var missing = length - tensor.size(2);
        return missing == 0 ? null : nn.functional.pad(tensor, (0, missing));
    }

    /// <summary>The tensor without the padding of its last dimension.</summary>
    private static Tensor Cut(Tensor tensor, long length)
    {
        if (tensor.size(2) == length)
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.narrow(2, 0, length);
        }
    }

    private static float* Floats(Tensor tensor) => (float*)tensor.DataPointer();

    /// <summary>The batch rows per sample of activations [samples, features, rows].</summary>
    private static int RequireRows(Tensor tensor, long samples, long features, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.dim() != 3 || tensor.size(0) != samples || tensor.size(1) != features || tensor.size(2) == 0
            || tensor.dtype != ScalarType.Float32 || tensor.device_type != TorchSharp.DeviceType.CPU || !tensor.is_contiguous())
        {
            throw new ArgumentException(
                $"{name} is {tensor.dtype} [{string.Join(", ", tensor.shape)}]; a contiguous float32 CPU tensor [{samples}, {features}, rows] with at least one row is needed.", name);
        }

        return checked((int)tensor.size(2));
    }

    private static MaskedMatrix Matrix(MaskMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new MaskedMatrix
        {
            Slot = matrix.Index,
            Rows = (int)matrix.Logits.size(1),
            Columns = (int)matrix.Logits.size(2),
            Logits = Floats(matrix.Logits),
            Weights = Floats(matrix.Weights),
            LogitGradients = Floats(matrix.LogitGradients),
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
