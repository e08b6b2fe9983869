using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch;

/// <summary>How a network is trained on the full problem before masks are learned: Adam with clipped gradients (paper, appendix A).</summary>
public record PretrainOptions
{
    /// <summary>Training steps, 0 to 100,000,000; 0 keeps the starting weights.</summary>
    /// <value>Default: 20,000.</value>
    public int StepCount { get; init => field = OptionRange.Check(value, 0, 100_000_000); } = 20_000;

    /// <summary>Examples per step, 1 to 1,000,000.</summary>
    /// <value>Default: 128.</value>
    public int BatchSize { get; init => field = OptionRange.Check(value, 1, 1_000_000); } = 128;

    /// <summary>Step size of Adam, above 0 and at most 10.</summary>
    /// <value>Default: 0.001.</value>
    public double LearningRate { get; init => field = OptionRange.Check(value, 1e-12, 10); } = 1e-3;

    /// <summary>Largest norm of all gradients together; larger ones are scaled down to it. Positive; infinity switches clipping off.</summary>
    /// <value>Default: 1.</value>
    public double GradientClip { get; init => field = OptionRange.Check(value, 1e-12, double.PositiveInfinity); } = 1;

    /// <summary>Steps in which the learning rate grows linearly up to <see cref="LearningRate"/>, 0 to 100,000,000.</summary>
    /// <value>Default: 0, the full rate from the first step.</value>
    public int WarmupStepCount { get; init => field = OptionRange.Check(value, 0, 100_000_000); }

    /// <summary>Decay of Adam's mean of squared gradients, 0 to below 1.</summary>
    /// <value>Default: 0.999.</value>
    public double AdamBeta2 { get; init => field = OptionRange.Check(value, 0, Math.BitDecrement(1.0)); } = 0.999;

    /// <summary>What Adam adds to the root of the mean square, above 0 and at most 1.</summary>
    /// <value>Default: 1e-8.</value>
    public double AdamEpsilon { get; init => field = OptionRange.Check(value, 1e-30, 1); } = 1e-8;

    /// <summary>
    /// Output slots that alone count in the loss of the first <see cref="InitialSlotStepCount"/> steps, so that the others are learned later;
    /// <see langword="null"/> for no such delay.
    /// </summary>
    /// <value>Default: <see langword="null"/>.</value>
    public IReadOnlyList<int>? InitialSlots { get; init => field = SlotList.Of(value); }

    /// <summary>Steps in which only <see cref="InitialSlots"/> count, 0 to 100,000,000.</summary>
    /// <value>Default: 0.</value>
    public int InitialSlotStepCount { get; init => field = OptionRange.Check(value, 0, 100_000_000); }

    internal AdamMoments Moments => new() { Beta2 = AdamBeta2, Epsilon = AdamEpsilon };

    /// <summary>Checks what no single option can: that a delay has both slots and steps.</summary>
    /// <exception cref="ArgumentException">One of the two is missing.</exception>
    public void Validate()
    {
        if (InitialSlots is not null && InitialSlotStepCount == 0)
        {
            throw new ArgumentException($"InitialSlots is [{string.Join(", ", InitialSlots)}] but InitialSlotStepCount is 0; give the number of steps in which only these slots count, or leave InitialSlots null.");
        }

        if (InitialSlots is null && InitialSlotStepCount > 0)
        {
            throw new ArgumentException($"InitialSlotStepCount is {InitialSlotStepCount} but InitialSlots is null; name the slots that count in these steps, or set the steps to 0.");
        }
    }
}
