using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>On what, and how bound, the network is evaluated.</summary>
/// <param name="Sets">The evaluation sets, at least one.</param>
/// <param name="Conditions">The conditions, at least one.</param>
public sealed record EvaluationPlan(IReadOnlyList<EvaluationSetPlan> Sets, IReadOnlyList<Condition> Conditions)
{
    /// <summary>Random masks drawn beside each mask under <see cref="Condition.Random"/>.</summary>
    public int RandomDraws { get; init; } = 5;

    /// <summary>Of sequences: answers kept per function mask and set that the mask changed.</summary>
    public int ChangedAnswers { get; init; } = 20;

    /// <summary>Masks whose gradients are compared with the whole network's; <see langword="null"/> for none.</summary>
    public GradientCosinePlan? GradientCosine { get; init; }
}
