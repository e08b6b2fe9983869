using System.Collections.ObjectModel;

namespace MlNetMasks.Torch;

/// <summary>Training steps in ascending order, unchangeable; equal to every other list of the same steps, so that options which hold one compare by value.</summary>
internal sealed class StepList(int[] steps) : ReadOnlyCollection<int>(steps)
{
    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StepList other && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(Count, HashCode.Combine);
}
