using static TorchSharp.torch;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>Tiled products of tensors; owns the products.</summary>
internal sealed unsafe class TensorProducts(TiledProducts products) : IDisposable
{
    /// <summary>weights[s] input[s].</summary>
    /// <param name="matrix">The layer.</param>
    /// <param name="draw">The draw of the step.</param>
    /// <param name="input"><c>[samples, in, rows]</c>, contiguous.</param>
    /// <returns><c>[samples, out, rows]</c></returns>
    public Tensor Multiply(in ProductMatrix matrix, MaskDraw draw, Tensor input)
    {
        var rows = RequireRows(input, draw.Samples, matrix.Columns, nameof(input));
        var columns = Product.RoundUp(rows);
        using var padded = Padded(input, columns);
        var output = empty(draw.Samples, matrix.Rows, columns);
        products.Forward(in matrix, draw, Floats(padded ?? input), Floats(output), columns);
        return Cut(output, rows);
    }

    /// <summary>weights[s]^T upstream[s].</summary>
    /// <param name="matrix">The layer.</param>
    /// <param name="draw">The draw of <see cref="Multiply"/>.</param>
    /// <param name="upstream"><c>[samples, out, rows]</c>, contiguous.</param>
    /// <returns><c>[samples, in, rows]</c></returns>
    public Tensor MultiplyTransposed(in ProductMatrix matrix, MaskDraw draw, Tensor upstream)
    {
        var rows = RequireRows(upstream, draw.Samples, matrix.Rows, nameof(upstream));
        var columns = Product.RoundUp(rows);
        using var padded = Padded(upstream, columns);
        var gradient = empty(draw.Samples, matrix.Columns, columns);
        products.Transposed(in matrix, draw, Floats(padded ?? upstream), Floats(gradient), columns);
        return Cut(gradient, rows);
    }

    /// <summary>Writes the gradients of the layer.</summary>
    /// <param name="matrix">The layer.</param>
    /// <param name="draw">The draw of <see cref="Multiply"/>.</param>
    /// <param name="input">The input of <see cref="Multiply"/>.</param>
    /// <param name="upstream">Gradient of its output, <c>[samples, out, rows]</c>, contiguous.</param>
    /// <param name="regulariser">Added to every gradient.</param>
    /// <returns>The squared norm of the gradients.</returns>
    public double Gradients(in ProductMatrix matrix, MaskDraw draw, Tensor input, Tensor upstream, double regulariser)
    {
        var rows = RequireRows(input, draw.Samples, matrix.Columns, nameof(input));
        if (RequireRows(upstream, draw.Samples, matrix.Rows, nameof(upstream)) != rows)
        {
            throw new ArgumentException($"upstream has {upstream.size(2)} rows and input {rows}; both belong to the same batch.", nameof(upstream));
        }

        using var transposed = input.transpose(1, 2);
        using var rowMajor = transposed.contiguous();
        using var padded = Padded(rowMajor, Product.RoundUp(matrix.Columns));
        return products.Gradients(in matrix, draw, Floats(padded ?? rowMajor), Floats(upstream), rows, (float)regulariser);
    }

    /// <summary>Frees the scratch memory.</summary>
    public void Dispose() => products.Dispose();

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
}
