using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Data frames of functions that were learned one after another, in the form of <see cref="SequenceFrames"/>.</summary>
public static class TransferFrames
{
    /// <summary>Share of each function's kept weights that earlier functions keep too, per layer, and what chance gives.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, Layer</c> (empty for all layers that later functions can use), <c>Metric</c> (<c>reused</c>, <c>chance-reused</c>).</returns>
    public static DataFrame ReusedWeights(this RunResults results) => SeedFrames.Of(
        results, record => record.Metric is Metrics.Reused or Metrics.ChancePrefix + Metrics.Reused,
        [("Mask", record => record.Mask), ("Layer", record => record.Layer), ("Metric", record => record.Metric)]);

    /// <summary>Accuracy of each function when it was learned and after each later one.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, After</c> (the function learned last), <c>DataSet</c>.</returns>
    public static DataFrame RetainedAccuracy(this RunResults results) => SeedFrames.Of(
        results, record => record.Metric == Metrics.RetainedAccuracy,
        [("Mask", record => record.Mask), ("After", record => record.Against), ("DataSet", record => record.DataSet)]);
}
