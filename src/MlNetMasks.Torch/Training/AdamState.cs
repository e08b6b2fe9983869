namespace MlNetMasks.Torch;

/// <summary>Adam's moments for an arena, and its step count (Kingma and Ba 2015; beta1 0.9, beta2 0.999, epsilon 1e-8 as libtorch's defaults).</summary>
internal sealed class AdamState(ArenaLayout layout, double learningRate, double gradientClip) : IDisposable
{
    private readonly FloatArena _firstMoment = new(layout);
    private readonly FloatArena _secondMoment = new(layout);
    private int _step;

    /// <summary>One step: gradients scaled down to the clip norm, then Adam on every slot.</summary>
    /// <param name="parameters">Updated in place.</param>
    /// <param name="gradients">The gradients, one slot per parameter.</param>
    /// <param name="gradientNorm">Norm of all gradients together.</param>
    /// <param name="threads">Threads to use.</param>
    public unsafe void Step(FloatArena parameters, FloatArena gradients, double gradientNorm, int threads)
    {
        _step++;
        // libtorch's clip_grad_norm_: the small constant keeps the quotient finite
        var scale = Math.Min(1.0, gradientClip / (gradientNorm + 1e-6));
        var hyper = new AdamHyperparameters(learningRate, _step) { GradientScale = (float)scale };
        AdamKernel.Step(parameters.Start, gradients.Start, _firstMoment.Start, _secondMoment.Start, layout.Length, hyper, threads);
    }

    public void Dispose()
    {
        _firstMoment.Dispose();
        _secondMoment.Dispose();
    }
}
