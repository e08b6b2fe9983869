namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>Masks whose gradients are compared with the whole network's.</summary>
/// <param name="Masks">Names of the masks, at least one.</param>
/// <param name="Set">Name of the evaluation set that the gradients are taken over.</param>
/// <param name="Place">Where it was written.</param>
public sealed record GradientCosinePlan(IReadOnlyList<string> Masks, string Set, SourcePlace Place)
{
    /// <summary>Compares masks and set, and where they were written.</summary>
    /// <param name="other">The plan to compare with.</param>
    /// <returns>Whether both ask the same.</returns>
    public bool Equals(GradientCosinePlan? other) => other is not null && Set == other.Set && Masks.SequenceEqual(other.Masks) && Equals(Place, other.Place);

    /// <inheritdoc/>
    public override int GetHashCode() => Masks.Aggregate(Set.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}
