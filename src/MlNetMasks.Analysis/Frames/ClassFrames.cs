using System.Globalization;
using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Data frames of masks that leave classes out, and of gradients of masked networks, one row per group with mean, standard deviation and number of seeds.</summary>
/// <remarks>
/// Every frame has the text columns <c>Experiment, Variant, Network</c> and ends with <c>Mean</c>, <c>Std</c> (sample standard deviation, n - 1; NaN for one seed) and <c>Seeds</c>
/// (0 with a NaN mean where no seed has a value). A frame without rows has all its columns.
/// </remarks>
public static class ClassFrames
{
    /// <summary>Relative drop of each class under each mask that leaves classes out, compared with the control.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, DataSet, Class</c>.</returns>
    public static DataFrame RelativeDrops(this RunResults results) => SeedFrames.Of(
        results, record => record.Metric == Metrics.RelativeDrop, [("Mask", record => record.Mask), ("DataSet", record => record.DataSet), ("Class", record => record.Unit)]);

    /// <summary>Per mask that leaves classes out: drop of these classes, mean drop of the others, and the largest drop of another class divided by that of the classes left out.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, DataSet, Metric</c>, where the metric is one of <c>target-drop, mean-other-drop, largest-other-to-target</c>.</returns>
    public static DataFrame ClassDrops(this RunResults results) => SeedFrames.Of(
        results, record => record.Unit.Length == 0 && record.Metric is Metrics.TargetDrop or Metrics.MeanOtherDrop or Metrics.LargestOtherToTarget,
        [("Mask", record => record.Mask), ("DataSet", record => record.DataSet), ("Metric", record => record.Metric)]);

    /// <summary>Confusion of each mask that leaves classes out, minus that of the control.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, DataSet, Class, Answer</c>.</returns>
    public static DataFrame ConfusionDifferences(this RunResults results) => SeedFrames.Of(
        results, record => record.Metric == Metrics.ConfusionDifference,
        [("Mask", record => record.Mask), ("DataSet", record => record.DataSet), ("Class", record => record.Unit), ("Answer", record => record.Against)]);

    /// <summary>Cosine between the gradient of the whole network and of the network with a mask on its last modules.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, DataSet</c> and, as Int32, <c>MaskedModules</c>.</returns>
    public static DataFrame GradientCosines(this RunResults results) => SeedFrames.Of(
        results, record => record.Metric == Metrics.GradientCosine && int.TryParse(record.Unit, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        [("Mask", record => record.Mask), ("DataSet", record => record.DataSet)],
        ("MaskedModules", record => int.Parse(record.Unit, NumberStyles.None, CultureInfo.InvariantCulture)));
}
