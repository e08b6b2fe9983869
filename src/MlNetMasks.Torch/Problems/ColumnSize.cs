namespace MlNetMasks.Torch;

/// <summary>What the data says about a column.</summary>
/// <param name="Width">Values per row: the size of a vector, 1 for a key.</param>
/// <param name="KeyNames">
/// Names of a key's values in order; <c>1</c>, <c>2</c>, ... where the data names none. Names of the tokens that a vector of bytes stands for, where the data
/// names them: entry 0, the padding, is empty. Otherwise empty.
/// </param>
public sealed record ColumnSize(int Width, IReadOnlyList<string> KeyNames);
