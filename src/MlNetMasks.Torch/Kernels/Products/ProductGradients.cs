namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>What the backward pass of a linear layer reads and writes besides its matrix.</summary>
internal readonly unsafe struct ProductGradients
{
    /// <summary>Batch rows per sample.</summary>
    public required int BatchRows { get; init; }

    /// <summary>Batch rows per sample, padded to a multiple of <see cref="Product.ColumnMultiple"/>.</summary>
    public int Columns => Product.RoundUp(BatchRows);

    /// <summary>Inputs of the forward pass, row-major: [samples, batch rows, in padded to a multiple of <see cref="Product.ColumnMultiple"/>].</summary>
    public required float* Input { get; init; }

    /// <summary>Gradient of the output, [samples, out, columns].</summary>
    public required float* Upstream { get; init; }

    /// <summary>Destination of the gradient of the input, [samples, in, columns]; null when nobody wants it.</summary>
    public required float* InputGradient { get; init; }
}
