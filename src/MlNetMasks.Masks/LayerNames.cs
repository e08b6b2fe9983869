using System.Collections.ObjectModel;

namespace MlNetMasks.Masks;

/// <summary>Names of layers in a fixed order; equal to every other list of the same names.</summary>
internal sealed class LayerNames : ReadOnlyCollection<string>
{
    private LayerNames(string[] names)
        : base(names)
    {
    }

    /// <summary>No layer.</summary>
    public static LayerNames None { get; } = new([]);

    /// <summary>Copies names.</summary>
    public static LayerNames Of(IReadOnlyList<string> names) => names as LayerNames ?? new LayerNames([.. names]);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LayerNames other && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(Count, HashCode.Combine);
}
