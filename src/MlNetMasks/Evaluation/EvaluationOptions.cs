using MlNetMasks.Masks;

namespace MlNetMasks;

/// <summary>What is tested on what.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The evaluation sets, at least one, names unique.</summary>
    /// <value>Default: one set <c>all</c> with every row.</value>
    public IReadOnlyList<EvaluationSet> Sets { get; init; } = [new EvaluationSet("all")];

    /// <summary>How the network is bound; <see cref="Condition.Unmasked"/> is taken once, the others once per mask.</summary>
    /// <value>Default: unmasked, mask, inverse.</value>
    public IReadOnlyList<Condition> Conditions { get; init; } = [Condition.Unmasked, Condition.Mask, Condition.Inverse];

    /// <summary>Experiment, variant and seed that results are labelled with.</summary>
    public ResultLabels Labels { get; init; } = ResultLabels.None;

    /// <summary>Stops between two batches with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }
}
