namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>Where a setting was written: a position in a pipeline file, or the command-line override that made it.</summary>
/// <param name="Source">Path of the file, or the override as it was given (<c>--set masks.defaults.steps=100</c>).</param>
/// <param name="Line">Line, counted from 1; 0 when the source has no lines.</param>
/// <param name="Column">Column, counted from 1; 0 when the source has no lines.</param>
public sealed record SourcePlace(string Source, int Line, int Column)
{
    /// <summary>The source as a whole, without a position.</summary>
    /// <param name="source">Path of the file, or the override as it was given.</param>
    /// <returns>A place with line and column 0.</returns>
    public static SourcePlace Whole(string source) => new(source, 0, 0);

    /// <summary>The place as messages show it.</summary>
    /// <returns><c>file: line 12, column 5</c>, or the source alone.</returns>
    public override string ToString() => Line > 0 ? $"{Source}: line {Line}, column {Column}" : Source;
}
