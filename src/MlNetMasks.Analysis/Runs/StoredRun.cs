using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>One finished run as it was read from its folder.</summary>
/// <param name="Directory">Folder of the run; empty for results that were never stored.</param>
/// <param name="Info">The facts of the run.</param>
/// <param name="Records">The run's records in file order.</param>
public sealed record StoredRun(string Directory, RunInfo Info, IReadOnlyList<ResultRecord> Records);
