using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>One mask to learn, with the defaults of the file applied.</summary>
public sealed record MaskPlan
{
    /// <summary>Name of the mask and of its stage.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the function; masks of one function are its replicates.</summary>
    public required string Function { get; init; }

    /// <summary>Whether the mask is learned on re-initialised weights.</summary>
    public bool Reinitialised { get; init; }

    /// <summary>Whether the mask is one of a function or the control.</summary>
    public required MaskRole Role { get; init; }

    /// <summary>The training rows of the function; <see langword="null"/> for all.</summary>
    public RowsPlan? Rows { get; init; }

    /// <summary>The output slots that the loss looks at, counted from 0; empty for all.</summary>
    public IReadOnlyList<int> Slots { get; init; } = [];

    /// <summary>Index among masks of the same function.</summary>
    public required int Replicate { get; init; }

    /// <summary>Number of steps.</summary>
    public required int StepCount { get; init; }

    /// <summary>Rows per step, a multiple of <see cref="SampleCount"/>.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Learning rate of the logits.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Strength of the regulariser on the raw logits, <c>b</c> times <c>alpha</c> in the paper.</summary>
    public required double Beta { get; init; }

    /// <summary>Mask samples per batch.</summary>
    public required int SampleCount { get; init; }

    /// <summary>Largest norm of the mask gradient; positive infinity for no clipping.</summary>
    public required double GradientClip { get; init; }

    /// <summary>Logit at which every weight starts.</summary>
    public required double InitialLogit { get; init; }

    /// <summary>Number format of masked weights and activations.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Where the mask of the output layer comes from.</summary>
    public OutputLayerMask OutputLayer { get; init; }

    /// <summary>Random changes of the images; <see langword="null"/> for none.</summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>Where it was written.</summary>
    public required SourcePlace Place { get; init; }
}
