namespace MlNetMasks.Torch.Kernels.Cells;

/// <summary>The memory of one time step forward.</summary>
internal readonly unsafe struct LstmForward
{
    public required LstmShape Shape { get; init; }

    /// <summary>
    /// [groups, 4 units, rows]: recurrent weights times the previous output, overwritten by the activated gates. Not read where there is no
    /// <see cref="PreviousCell"/>.
    /// </summary>
    public required float* Gates { get; init; }

    /// <summary>Input weights times the step's input, [groups, 4 units, rows] with <see cref="Pitch"/> floats from one gate to the next.</summary>
    public required float* Projected { get; init; }

    /// <summary>Floats from one gate of <see cref="Projected"/> to the next: its rows for all time steps.</summary>
    public required int Pitch { get; init; }

    /// <summary>[4 units]</summary>
    public required float* Bias { get; init; }

    /// <summary>[groups, units, rows]; null in the first step, which starts from zero.</summary>
    public required float* PreviousCell { get; init; }

    /// <summary>Written: [groups, units, rows].</summary>
    public required float* Cell { get; init; }

    /// <summary>Written: [groups, units, rows].</summary>
    public required float* Output { get; init; }
}
