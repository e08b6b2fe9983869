namespace MlNetMasks.Torch;

/// <summary>A column that a problem reads.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Kind">Type of its values.</param>
/// <param name="Purpose">What the problem reads it for.</param>
public sealed record ProblemColumn(string Name, ColumnKind Kind, ColumnPurpose Purpose);
