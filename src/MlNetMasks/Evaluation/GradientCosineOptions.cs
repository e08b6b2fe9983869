using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Which masks' gradients are compared with the whole network's, and over what.</summary>
public sealed record GradientCosineOptions
{
    /// <summary>Names of the masks; empty for all that were learned on the network's own weights.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> Masks { get; init; } = [];

    /// <summary>The rows and output slots that the gradient is taken over.</summary>
    /// <value>Default: a set <c>all</c> with every row.</value>
    public EvaluationSet Set { get; init; } = new("all");

    /// <summary>Threads, 0 to 1,024; 0 chooses by the size of the work.</summary>
    /// <value>Default: 0.</value>
    public int Threads { get; init => field = OptionRange.Check(value, 0, 1024); }

    /// <summary>Experiment, variant and seed that results are labelled with.</summary>
    public ResultLabels Labels { get; init; } = ResultLabels.None;

    /// <summary>Stops between two batches with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }
}
