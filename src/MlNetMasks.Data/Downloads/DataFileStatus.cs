namespace MlNetMasks.Data;

/// <summary>What a <see cref="DataCache"/> holds of one file.</summary>
/// <param name="Set">Name of the data set.</param>
/// <param name="File">The file as the manifest describes it.</param>
/// <param name="Path">Full path of the file in the cache, whether it is there or not.</param>
/// <param name="State">What is there.</param>
/// <param name="Detail">Of a damaged file what was found and expected, of a missing one how much of it was fetched before an interruption; else empty.</param>
public sealed record DataFileStatus(string Set, DataFile File, string Path, DataFileState State, string Detail);
