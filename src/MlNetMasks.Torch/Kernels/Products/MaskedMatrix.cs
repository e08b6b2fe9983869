namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>The memory of a weight matrix with its mask logits; the caller keeps it alive.</summary>
internal readonly unsafe struct MaskedMatrix
{
    /// <summary>Number of the slot in its network; names the slot's random streams.</summary>
    public required int Slot { get; init; }

    /// <summary>Rows: outputs of the layer.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns: inputs of the layer.</summary>
    public required int Columns { get; init; }

    /// <summary>Mask logits, [rows, columns].</summary>
    public required float* Logits { get; init; }

    /// <summary>Frozen weights, [rows, columns].</summary>
    public required float* Weights { get; init; }

    /// <summary>Destination of the logit gradients, [rows, columns].</summary>
    public required float* LogitGradients { get; init; }
}
