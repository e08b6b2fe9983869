using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>What makes two masks the same function: the rows they are learned on, the output slots, the declared replicate index, and whose weights.</summary>
/// <param name="RowsFingerprint">Hash of which rows of the data were used.</param>
/// <param name="Slots">Output slots, all of them named.</param>
/// <param name="Replicate">Index among masks that are meant to repeat a function.</param>
public sealed record FunctionIdentity(ulong RowsFingerprint, IReadOnlyList<int> Slots, int Replicate)
{
    /// <summary>Output slots in ascending order, all of them named.</summary>
    public IReadOnlyList<int> Slots { get; } = SlotList.Of(Slots)!;

    /// <summary>Whether the mask is learned on re-initialised weights.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Reinitialised { get; init; }
}
