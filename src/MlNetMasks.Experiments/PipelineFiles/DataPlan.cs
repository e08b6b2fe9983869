using MlNetMasks.Experiments.PipelineFiles.Keys;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>The data of an experiment.</summary>
/// <param name="Source">Stable id of the source, see <see cref="DataSourceDefinition"/>.</param>
/// <param name="Settings">Its checked settings.</param>
public sealed record DataPlan(string Source, Settings Settings);
