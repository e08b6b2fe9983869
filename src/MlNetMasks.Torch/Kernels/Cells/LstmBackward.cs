namespace MlNetMasks.Torch.Kernels.Cells;

/// <summary>The memory of one time step backward.</summary>
internal readonly unsafe struct LstmBackward
{
    public required LstmShape Shape { get; init; }

    /// <summary>[groups, 4 units, rows]: the activated gates of the forward pass, overwritten by the gradients of what was activated.</summary>
    public required float* Gates { get; init; }

    /// <summary>[groups, units, rows]; null in the first step.</summary>
    public required float* PreviousCell { get; init; }

    /// <summary>[groups, units, rows]</summary>
    public required float* Cell { get; init; }

    /// <summary>Gradient of the step's output from other layers, [groups, units, rows]; null for zero.</summary>
    public required float* OutputGradient { get; init; }

    /// <summary>Gradient of the step's output from the next step, [groups, units, rows]; null for zero.</summary>
    public required float* NextGradient { get; init; }

    /// <summary>[groups, units, rows]: the gradient of the cell from the next step, overwritten by that of the previous cell.</summary>
    public required float* CellGradient { get; init; }

    /// <summary>The gates' gradients once more: [groups, 4 units, rows] with <see cref="Pitch"/> floats from one gate to the next.</summary>
    public required float* ProjectedGradient { get; init; }

    /// <summary>Floats from one gate of <see cref="ProjectedGradient"/> to the next.</summary>
    public required int Pitch { get; init; }

    /// <summary>Whether to add to <see cref="ProjectedGradient"/>, because a later step shows the same input.</summary>
    public required bool Adds { get; init; }
}
