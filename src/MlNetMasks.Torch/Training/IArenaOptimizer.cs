namespace MlNetMasks.Torch;

/// <summary>The optimiser of the tensors of an arena.</summary>
internal unsafe interface IArenaOptimizer : IDisposable
{
    /// <summary>What it remembers from step to step, by name; one slot per tensor.</summary>
    IReadOnlyList<(string Name, FloatArena Arena)> Memory { get; }

    /// <summary>Steps done.</summary>
    int StepNumber { get; set; }

    /// <summary>Where the gradient of a tensor lies in the coming step; a tensor that never gets one stays as it is.</summary>
    void SetGradient(int slot, float* gradient);

    /// <summary>One step.</summary>
    /// <param name="sumOfSquares">Squared norm of all gradients together.</param>
    /// <returns>The norm; where it is no finite number, nothing was changed.</returns>
    double Step(double sumOfSquares);
}
