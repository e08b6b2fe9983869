using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch;

/// <summary>
/// How a network is trained on the full problem before masks are learned (paper, appendix A): Adam with clipped gradients, or for ResNet-110 momentum with weight
/// decay, drops of the learning rate and changed images.
/// </summary>
public record PretrainOptions
{
    /// <summary>Training steps, 0 to 100,000,000; 0 keeps the starting weights.</summary>
    /// <value>Default: 20,000.</value>
    public int StepCount { get; init => field = OptionRange.Check(value, 0, 100_000_000); } = 20_000;

    /// <summary>Examples per step, 1 to 1,000,000.</summary>
    /// <value>Default: 128.</value>
    public int BatchSize { get; init => field = OptionRange.Check(value, 1, 1_000_000); } = 128;

    /// <summary>Step size of the optimiser, above 0 and at most 10.</summary>
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

    /// <summary>How weights follow their gradients.</summary>
    /// <value>Default: <see cref="PretrainOptimizer.Adam"/>.</value>
    public PretrainOptimizer Optimizer
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Optimizer), value, $"Optimizer is none of {string.Join(", ", Enum.GetNames<PretrainOptimizer>())}.");
    }

    /// <summary>Share of the last step that the next one repeats, for <see cref="PretrainOptimizer.Sgd"/>; 0 to below 1.</summary>
    /// <value>Default: 0.9.</value>
    public double Momentum { get; init => field = OptionRange.Check(value, 0, Math.BitDecrement(1.0)); } = 0.9;

    /// <summary>Share of every weight that is added to its gradient, for <see cref="PretrainOptimizer.Sgd"/>; 0 to 1.</summary>
    /// <value>Default: 0.</value>
    public double WeightDecay { get; init => field = OptionRange.Check(value, 0.0, 1.0); }

    /// <summary>Steps after which the learning rate is multiplied by <see cref="LearningRateDropFactor"/>, ascending, each at least 1.</summary>
    /// <value>Default: empty, the same rate to the end.</value>
    public IReadOnlyList<int> LearningRateDrops
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.Count == 0 || (value[0] >= 1 && value.Zip(value.Skip(1)).All(pair => pair.First < pair.Second))
                ? new StepList([.. value])
                : throw new ArgumentException($"LearningRateDrops is [{string.Join(", ", value)}]; give steps of at least 1 in ascending order.", nameof(LearningRateDrops));
        }
    } = new StepList([]);

    /// <summary>Factor of a drop of the learning rate, above 0 and at most 1.</summary>
    /// <value>Default: 0.1.</value>
    public double LearningRateDropFactor { get; init => field = OptionRange.Check(value, 1e-12, 1); } = 0.1;

    /// <summary>Random changes of the training images; <see langword="null"/> for none.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>
    /// Output slots that alone count in the loss of the first <see cref="InitialSlotStepCount"/> steps, so that the others are learned later;
    /// <see langword="null"/> for no such delay.
    /// </summary>
    /// <value>Default: <see langword="null"/>.</value>
    public IReadOnlyList<int>? InitialSlots { get; init => field = SlotList.Of(value); }

    /// <summary>Steps in which only <see cref="InitialSlots"/> count, 0 to 100,000,000.</summary>
    /// <value>Default: 0.</value>
    public int InitialSlotStepCount { get; init => field = OptionRange.Check(value, 0, 100_000_000); }

    internal LearningRateSchedule Schedule => new(LearningRate) { WarmupStepCount = WarmupStepCount, Drops = LearningRateDrops, DropFactor = LearningRateDropFactor };

    internal AdamMoments Moments => new() { Beta2 = AdamBeta2, Epsilon = AdamEpsilon };

    /// <summary>Checks what no single option can: that a delay has both slots and steps, and that weight decay has an optimiser that knows it.</summary>
    /// <exception cref="ArgumentException">One of the two is missing, or Adam is to decay weights.</exception>
    public void Validate()
    {
        if (WeightDecay > 0 && Optimizer != PretrainOptimizer.Sgd)
        {
            throw new ArgumentException($"WeightDecay is {WeightDecay.ToString(System.Globalization.CultureInfo.InvariantCulture)} but Optimizer is {Optimizer}; use {nameof(PretrainOptimizer.Sgd)}, or set WeightDecay to 0.");
        }

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
