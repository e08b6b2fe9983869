using MlNetMasks.Experiments.PipelineFiles.Keys;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>The network of an experiment.</summary>
/// <param name="Kind">Stable id of the kind, see <see cref="NetworkDefinition"/>.</param>
/// <param name="Settings">Its checked settings.</param>
public sealed record NetworkPlan(string Kind, Settings Settings);
