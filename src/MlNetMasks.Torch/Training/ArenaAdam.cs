using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch;

/// <summary>Adam with its moments for the tensors of an arena (Kingma and Ba 2015).</summary>
internal sealed unsafe class ArenaAdam(FloatArena parameters, double learningRate, double gradientClip, BlockWorkers workers) : IDisposable
{
    private readonly FloatArena _means = new(parameters.Layout);
    private readonly FloatArena _squares = new(parameters.Layout);
    private readonly AdamKernel _kernel = new(workers);
    private readonly AdamSegment[] _segments = new AdamSegment[parameters.Layout.Slots.Count];

    /// <summary>Running means of the gradients.</summary>
    public FloatArena Means => _means;

    /// <summary>Running means of their squares.</summary>
    public FloatArena Squares => _squares;

    /// <summary>Decays and epsilon.</summary>
    public AdamMoments Moments { get; init; } = new();

    /// <summary>Steps over which the learning rate grows from zero; 0 for none.</summary>
    public int WarmupStepCount { get; init; }

    /// <summary>Steps done.</summary>
    public int StepNumber { get; set; }

    /// <summary>Where the gradient of a tensor lies in the coming step.</summary>
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
            _kernel.Step(_segments, Moments, StepNumber, learningRate * Math.Min(1, (double)StepNumber / Math.Max(1, WarmupStepCount)), GradientClip.Factor(sumOfSquares, gradientClip));
        }

        return Math.Sqrt(sumOfSquares);
    }

    public void Dispose()
    {
        _means.Dispose();
        _squares.Dispose();
    }
}
