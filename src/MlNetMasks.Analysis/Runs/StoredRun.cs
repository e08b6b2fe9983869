using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>One finished run as it was read from its folder.</summary>
/// <param name="Directory">Folder of the run; empty for results that were never stored.</param>
/// <param name="Info">The facts of the run.</param>
/// <param name="Records">The run's records in file order.</param>
public sealed record StoredRun(string Directory, RunInfo Info, IReadOnlyList<ResultRecord> Records)
{
    /// <summary>Answers that a mask changed, in file order.</summary>
    /// <value>Default: none, as for runs without <c>changed-answers.csv</c>.</value>
    public IReadOnlyList<ChangedAnswer> ChangedAnswers { get; init; } = [];
}
