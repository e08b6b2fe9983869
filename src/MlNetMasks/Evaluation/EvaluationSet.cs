using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Rows, and output slots, that a network is tested on under one name.</summary>
/// <param name="Name">Name of the set in results, for example <c>add</c>.</param>
/// <param name="Rows">Rows of the set; <see langword="null"/> for all.</param>
/// <param name="Slots">Output slots that must be right, from 0; <see langword="null"/> for all.</param>
public sealed record EvaluationSet(string Name, RowFilter? Rows = null, IReadOnlyList<int>? Slots = null)
{
    /// <summary>Output slots that must be right, in ascending order; <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? Slots { get; init => field = SlotList.Of(value); } = SlotList.Of(Slots);
}
