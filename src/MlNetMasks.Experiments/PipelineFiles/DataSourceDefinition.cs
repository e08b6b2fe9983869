using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Experiments.Sources;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>A data source that pipeline files can name; built-in sources are defined exactly as a user's own.</summary>
/// <param name="Id">Stable id, the value of <c>data.source</c>.</param>
/// <param name="Description">One plain sentence for editors and help.</param>
/// <param name="Keys">The other keys of <c>data</c>.</param>
public sealed record DataSourceDefinition(string Id, string Description, KeyTable Keys)
{
    /// <summary>Opens the source for a run. Faults that only the data shows are a <see cref="PipelineFileException"/> with the place of the setting at fault.</summary>
    public required Func<DataRequest, ExperimentData> Open { get; init; }

    /// <summary>The columns that row filters can name, from the checked settings; empty (the default) when only the data tells.</summary>
    public Func<Settings, IReadOnlyList<DataColumn>> Columns { get; init; } = _ => [];

    /// <summary>Further checks of the settings that need no data (default: none).</summary>
    public Func<Settings, IEnumerable<PipelineError>> Check { get; init; } = _ => [];
}
