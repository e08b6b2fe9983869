namespace MlNetMasks.Torch.Kernels;

/// <summary>Names one draw of masks: equal draws give equal masks, so the gradient of a step regenerates what its sampling drew.</summary>
public readonly record struct MaskDraw
{
    /// <summary>Names the draw of one training step.</summary>
    /// <param name="seed">Seed of the stage that learns the mask.</param>
    /// <param name="step">Number of the step; at least 0.</param>
    /// <param name="samples">Number S of mask samples; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="step"/> is negative or <paramref name="samples"/> is below 1.
    /// </exception>
    public MaskDraw(ulong seed, long step, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        Seed = seed;
        Step = step;
        Samples = samples;
    }

    /// <summary>Seed of the stage that learns the mask.</summary>
    public ulong Seed { get; }

    /// <summary>Number of the training step, from 0.</summary>
    public long Step { get; }

    /// <summary>Number S of mask samples, at least 1 (a default value has 0 and draws nothing).</summary>
    public int Samples { get; }
}
