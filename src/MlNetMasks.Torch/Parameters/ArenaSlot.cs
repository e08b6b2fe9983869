namespace MlNetMasks.Torch;

/// <summary>The place of one tensor in a flat arena.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Shape">Shape of the tensor.</param>
/// <param name="Offset">First element, a multiple of <see cref="ArenaLayout.Alignment"/>.</param>
/// <param name="Count">Number of elements.</param>
public sealed record ArenaSlot(string Name, IReadOnlyList<int> Shape, long Offset, int Count);
