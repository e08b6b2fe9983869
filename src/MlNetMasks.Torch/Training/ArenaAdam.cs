using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch;

/// <summary>Adam with its moments for the tensors of an arena (Kingma and Ba 2015).</summary>
internal sealed unsafe class ArenaAdam(FloatArena parameters, LearningRateSchedule schedule, double gradientClip, BlockWorkers workers) : IArenaOptimizer
{
    private readonly FloatArena _means = new(parameters.Layout);
    private readonly FloatArena _squares = new(parameters.Layout);
    private readonly AdamKernel _kernel = new(workers);
    private readonly AdamSegment[] _segments = new AdamSegment[parameters.Layout.Slots.Count];

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, FloatArena Arena)> Memory => [("means", _means), ("squares", _squares)];

    /// <summary>Decays and epsilon.</summary>
    public AdamMoments Moments { get; init; } = new();

    /// <inheritdoc/>
    public int StepNumber { get; set; }

    /// <inheritdoc/>
    public void SetGradient(int slot, float* gradient) => _segments[slot] = new AdamSegment
    {
        Length = parameters.Layout.Slots[slot].Count,
        Parameters = parameters.Pointer(slot),
        Gradients = gradient,
        Means = _means.Pointer(slot),
        Squares = _squares.Pointer(slot),
    };

    /// <summary>One step: gradients scaled down to the clip norm, then Adam on every tensor.</summary>
    /// <param name="sumOfSquares">Squared norm of all gradients together.</param>
    /// <returns>The norm; where it is no finite number, nothing was changed.</returns>
    public double Step(double sumOfSquares)
    {
        if (double.IsFinite(sumOfSquares))
        {
            StepNumber++;
            _kernel.Step(_segments, Moments, StepNumber, schedule.At(StepNumber), GradientClip.Factor(sumOfSquares, gradientClip));
        }

        return Math.Sqrt(sumOfSquares);
    }

    public void Dispose()
    {
        _means.Dispose();
        _squares.Dispose();
    }
}
