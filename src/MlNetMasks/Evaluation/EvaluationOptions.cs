using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>What is tested on what.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The evaluation sets, at least one, names unique.</summary>
    /// <value>Default: one set <c>all</c> with every row.</value>
    public IReadOnlyList<EvaluationSet> Sets { get; init; } = [new EvaluationSet("all")];

    /// <summary>
    /// How the network is bound. <see cref="Condition.Unmasked"/> is taken once, the half masks once for the control, <see cref="Condition.Reinitialised"/>
    /// for the masks on re-initialised weights, the others for each mask.
    /// </summary>
    /// <value>Default: unmasked, mask, inverse.</value>
    public IReadOnlyList<Condition> Conditions { get; init; } = [Condition.Unmasked, Condition.Mask, Condition.Inverse];

    /// <summary>Random masks that are drawn beside each mask under <see cref="Condition.Random"/>, 0 to 1,000; 0 only where the condition is not asked for.</summary>
    /// <value>Default: 5.</value>
    public int RandomDraws { get; init => field = OptionRange.Check(value, 0, 1000); } = 5;

    /// <summary>
    /// Of sequences: answers kept per function mask and set that differ from what the control's mask answers, 0 to 100,000, the first ones in the order of the data.
    /// </summary>
    /// <value>Default: 20.</value>
    public int ChangedAnswers { get; init => field = OptionRange.Check(value, 0, 100_000); } = 20;

    /// <summary>Masks made of the model's masks by set expressions; they are tested as they are, inverted, and beside random masks, as far as asked for.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<NamedExpression> Expressions { get; init; } = [];

    /// <summary>Experiment, variant and seed that results are labelled with; random masks are drawn from the seed.</summary>
    public ResultLabels Labels { get; init; } = ResultLabels.None;

    /// <summary>Stops between two batches with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }
}
