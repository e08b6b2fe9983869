namespace MlNetMasks.Torch;

/// <summary>Takes the place of an optimiser and adds up the gradients that one would follow, in double precision, while the weights stay.</summary>
/// <param name="layout">The tensors.</param>
internal sealed unsafe class GradientSum(ArenaLayout layout) : IArenaOptimizer
{
    private readonly nint[] _gradients = new nint[layout.Slots.Count];
    private readonly double[]?[] _sums = new double[]?[layout.Slots.Count];

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, FloatArena Arena)> Memory => [];

    /// <inheritdoc/>
    public int StepNumber { get; set; }

    /// <inheritdoc/>
    public void SetGradient(int slot, float* gradient) => _gradients[slot] = (nint)gradient;

    /// <summary>Gradients are added by <see cref="Add"/>; nothing moves.</summary>
    /// <param name="sumOfSquares">Squared norm of all gradients together.</param>
    /// <returns>The norm.</returns>
    public double Step(double sumOfSquares) => Math.Sqrt(sumOfSquares);

    /// <summary>Adds the gradients that were set, times a factor; they must still be alive.</summary>
    public void Add(double factor)
    {
        for (var slot = 0; slot < _gradients.Length; slot++)
        {
            if (_gradients[slot] == 0)
            {
                continue; // a statistic, which has none
            }

            var sums = _sums[slot] ??= new double[layout.Slots[slot].Count];
            var gradient = (float*)_gradients[slot];
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += factor * gradient[i];
            }
        }
    }

    /// <summary>The sums of a slot.</summary>
    public double[] Of(int slot) => _sums[slot] ?? new double[layout.Slots[slot].Count];

    public void Dispose()
    {
    }
}
