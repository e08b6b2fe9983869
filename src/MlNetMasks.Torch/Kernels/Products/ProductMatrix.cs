namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>The memory of a linear layer's weights, with or without a mask; the caller keeps it alive.</summary>
internal readonly unsafe struct ProductMatrix
{
    /// <summary>Number of the slot in its network; names the slot's random streams.</summary>
    public required int Slot { get; init; }

    /// <summary>Rows: outputs of the layer.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns: inputs of the layer.</summary>
    public required int Columns { get; init; }

    /// <summary>Weights, [rows, columns].</summary>
    public required float* Weights { get; init; }

    /// <summary>Mask logits, [rows, columns]; null for weights without a mask.</summary>
    public required float* Logits { get; init; }

    /// <summary>The samples of the draw, [samples, rows, columns], where they are in memory; null where tiles draw them.</summary>
    public float* Samples { get; init; }

    /// <summary>Destination of the gradients, [rows, columns]: of the logits, or of the weights where there are none.</summary>
    public required float* Gradients { get; init; }

    /// <summary>Destination of the gradients of masked weights that are learned together with their mask, [rows, columns]; null where weights are frozen.</summary>
    public float* WeightGradients { get; init; }
}
