using Microsoft.ML;

namespace MlNetMasks.Scoring;

/// <summary>An output column and the input columns it is computed from.</summary>
/// <param name="Column">Name, type and annotations of the output.</param>
/// <param name="Inputs">The columns of the input schema that are read when this output is.</param>
public sealed record ScoringOutput(DataViewSchema.DetachedColumn Column, IReadOnlyList<DataViewSchema.Column> Inputs);
