using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>How the network learns the full problem.</summary>
public sealed record PretrainPlan
{
    /// <summary>Number of steps.</summary>
    public required int StepCount { get; init; }

    /// <summary>Rows per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Learning rate of the optimiser.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Largest norm of the gradient; positive infinity for no clipping.</summary>
    public required double GradientClip { get; init; }

    /// <summary>Steps in which the learning rate grows linearly; 0 for none.</summary>
    public int WarmupStepCount { get; init; }

    /// <summary>Decay of Adam's mean of squared gradients; <see langword="null"/> for the usual one.</summary>
    public double? AdamBeta2 { get; init; }

    /// <summary>What Adam adds to the root of the mean square; <see langword="null"/> for the usual number.</summary>
    public double? AdamEpsilon { get; init; }

    /// <summary>How weights follow their gradients.</summary>
    public PretrainOptimizer Optimizer { get; init; }

    /// <summary>Share of the last step that <see cref="PretrainOptimizer.Sgd"/> repeats; <see langword="null"/> for the usual one.</summary>
    public double? Momentum { get; init; }

    /// <summary>Share of every weight that <see cref="PretrainOptimizer.Sgd"/> adds to its gradient.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Steps after which the learning rate drops; empty for none.</summary>
    public IReadOnlyList<int> LearningRateDrops { get; init; } = [];

    /// <summary>Factor of a drop; <see langword="null"/> for the usual one.</summary>
    public double? LearningRateDropFactor { get; init; }

    /// <summary>Random changes of the training images; <see langword="null"/> for none.</summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>The training rows; <see langword="null"/> for all.</summary>
    public RowsPlan? Rows { get; init; }

    /// <summary>The output slots that the loss looks at, counted from 0; empty for all.</summary>
    public IReadOnlyList<int> Slots { get; init; } = [];

    /// <summary>The output slots that alone count in the first <see cref="InitialSlotStepCount"/> steps; empty for no delay of the others.</summary>
    public IReadOnlyList<int> InitialSlots { get; init; } = [];

    /// <summary>Steps in which only <see cref="InitialSlots"/> count.</summary>
    public int InitialSlotStepCount { get; init; }

    /// <summary>Where it was written.</summary>
    public required SourcePlace Place { get; init; }
}
