namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>A column of a data source that row filters can name, as far as it is known without reading data.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Values">Its values, when they are known; otherwise empty.</param>
public sealed record DataColumn(string Name, IReadOnlyList<string> Values);
