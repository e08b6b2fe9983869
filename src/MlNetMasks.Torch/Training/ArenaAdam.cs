using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch;

/// <summary>Adam with its moments for the tensors of an arena (Kingma and Ba 2015; beta1 0.9, beta2 0.999, epsilon 1e-8 as libtorch's defaults).</summary>
internal sealed unsafe class ArenaAdam(FloatArena parameters, double learningRate, double gradientClip, BlockWorkers workers) : IDisposable
{
    private readonly FloatArena _means = new(parameters.Layout);
    private readonly FloatArena _squares = new(parameters.Layout);
    private readonly AdamKernel _kernel = new(workers);
    private readonly AdamMoments _moments = new();
    private readonly AdamSegment[] _segments = new AdamSegment[parameters.Layout.Slots.Count];

    /// <summary>Running means of the gradients.</summary>
    public FloatArena Means => _means;

    /// <summary>Running means of their squares.</summary>
    public FloatArena Squares => _squares;

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
            _kernel.Step(_segments, _moments, StepNumber, learningRate, GradientClip.Factor(sumOfSquares, gradientClip));
        }

        return Math.Sqrt(sumOfSquares);
    }

    public void Dispose()
    {
        _means.Dispose();
        _squares.Dispose();
    }
}
