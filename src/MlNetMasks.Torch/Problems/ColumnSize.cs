namespace MlNetMasks.Torch;

/// <summary>What the data says about a column.</summary>
/// <param name="Width">Values per row: the size of a vector, 1 for a key.</param>
/// <param name="KeyNames">Names of a key's values in order; <c>1</c>, <c>2</c>, ... where the data names none; empty for vectors.</param>
public sealed record ColumnSize(int Width, IReadOnlyList<string> KeyNames);
