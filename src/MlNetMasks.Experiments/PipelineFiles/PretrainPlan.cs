namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>How the network learns the full problem.</summary>
public sealed record PretrainPlan
{
    /// <summary>Number of steps.</summary>
    public required int StepCount { get; init; }

    /// <summary>Rows per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Learning rate of Adam.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Largest norm of the gradient; positive infinity for no clipping.</summary>
    public required double GradientClip { get; init; }

    /// <summary>Steps in which the learning rate grows linearly; 0 for none.</summary>
    public int WarmupStepCount { get; init; }

    /// <summary>Decay of Adam's mean of squared gradients; <see langword="null"/> for the usual one.</summary>
    public double? AdamBeta2 { get; init; }

    /// <summary>What Adam adds to the root of the mean square; <see langword="null"/> for the usual number.</summary>
    public double? AdamEpsilon { get; init; }

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
