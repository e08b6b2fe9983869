using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch;

/// <summary>Gradient descent with momentum and weight decay for the tensors of an arena.</summary>
internal sealed unsafe class ArenaMomentum(FloatArena parameters, LearningRateSchedule schedule, double gradientClip, BlockWorkers workers) : IArenaOptimizer
{
    private readonly FloatArena _velocities = new(parameters.Layout);
    private readonly MomentumKernel _kernel = new(workers);
    private readonly MomentumSegment[] _segments = new MomentumSegment[parameters.Layout.Slots.Count];

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, FloatArena Arena)> Memory => [("velocities", _velocities)];

    /// <summary>Share of the last step that the next one repeats.</summary>
    public double Momentum { get; init; }

    /// <summary>Share of a weight that is added to its gradient.</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    public int StepNumber { get; set; }

    /// <inheritdoc/>
    public void SetGradient(int slot, float* gradient) => _segments[slot] = new MomentumSegment
    {
        Length = parameters.Layout.Slots[slot].Count,
        Parameters = parameters.Pointer(slot),
        Gradients = gradient,
        Velocities = _velocities.Pointer(slot),
    };

    /// <inheritdoc/>
    public double Step(double sumOfSquares)
    {
        if (double.IsFinite(sumOfSquares))
        {
            StepNumber++;
            _kernel.Step(_segments, Momentum, WeightDecay, schedule.At(StepNumber), GradientClip.Factor(sumOfSquares, gradientClip));
        }

        return Math.Sqrt(sumOfSquares);
    }

    public void Dispose() => _velocities.Dispose();
}
