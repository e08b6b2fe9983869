using Microsoft.ML;
using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Experiments.Sources;

/// <summary>What a data source is opened for.</summary>
/// <param name="Context">The context of the run.</param>
/// <param name="Plan">The plan; its <see cref="ExperimentPlan.Data"/> holds the source's settings.</param>
/// <param name="Seed">Root seed of the run.</param>
public sealed record DataRequest(MLContext Context, ExperimentPlan Plan, int Seed);
