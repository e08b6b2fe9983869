using MlNetMasks.Experiments.PipelineFiles.Keys;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>A data source that pipeline files can name; built-in sources are defined exactly as a user's own.</summary>
/// <param name="Id">Stable id, the value of <c>data.source</c>.</param>
/// <param name="Description">One plain sentence for editors and help.</param>
/// <param name="Keys">The other keys of <c>data</c>.</param>
public sealed record DataSourceDefinition(string Id, string Description, KeyTable Keys)
{
    /// <summary>The columns that row filters can name, from the checked settings; empty (the default) when only the data tells.</summary>
    public Func<Settings, IReadOnlyList<DataColumn>> Columns { get; init; } = _ => [];

    /// <summary>Further checks of the settings that need no data (default: none).</summary>
    public Func<Settings, IEnumerable<PipelineError>> Check { get; init; } = _ => [];
}
