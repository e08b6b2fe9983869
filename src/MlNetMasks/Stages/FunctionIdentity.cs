namespace MlNetMasks;

/// <summary>What makes two masks the same function: the rows they are learned on, the output slots, and the declared replicate index.</summary>
/// <param name="RowsFingerprint">Hash of which rows of the data were used.</param>
/// <param name="Slots">Output slots; <see langword="null"/> for all.</param>
/// <param name="Replicate">Index among masks that are meant to repeat a function.</param>
public sealed record FunctionIdentity(ulong RowsFingerprint, IReadOnlyList<int>? Slots, int Replicate)
{
    /// <summary>Compares rows, set of slots and index.</summary>
    /// <param name="other">The function to compare with.</param>
    /// <returns>Whether both are the same function.</returns>
    public bool Equals(FunctionIdentity? other)
        => other is not null && RowsFingerprint == other.RowsFingerprint && Replicate == other.Replicate
            && (Slots is null ? other.Slots is null : other.Slots is not null && Slots.Order().SequenceEqual(other.Slots.Order()));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RowsFingerprint, Replicate);
}
