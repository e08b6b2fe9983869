using System.Globalization;
using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Data frames of what is measured on sequences, one row per group with mean, standard deviation and number of seeds.</summary>
/// <remarks>
/// Every frame has the text columns <c>Experiment, Variant, Network</c> and ends with <c>Mean</c>, <c>Std</c> (sample standard deviation, n - 1; NaN for one seed) and <c>Seeds</c>
/// (0 with a NaN mean where no seed has a value). A frame without rows has all its columns.
/// </remarks>
public static class SequenceFrames
{
    /// <summary>Accuracy per mask, condition and evaluation set, as the bars of control and masks show it.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, Condition, DataSet</c>.</returns>
    public static DataFrame AccuracyBySet(this RunResults results) => SeedFrames.Of(
        results, record => record.Stage == Stages.Evaluate && record.Metric == Metrics.Accuracy && record.Unit.Length == 0 && record.Layer.Length == 0 && record.Step is null,
        [("Mask", record => record.Mask), ("Condition", SeedFrames.Condition), ("DataSet", record => record.DataSet)]);

    /// <summary>Accuracy by the number of input tokens.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, Condition, DataSet</c> and, as Int32, <c>Length</c>.</returns>
    public static DataFrame AccuracyByLength(this RunResults results) => SeedFrames.Of(
        results, record => record.Metric == Metrics.AccuracyByLength && int.TryParse(record.Unit, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        [("Mask", record => record.Mask), ("Condition", SeedFrames.Condition), ("DataSet", record => record.DataSet)],
        ("Length", record => int.Parse(record.Unit, NumberStyles.None, CultureInfo.InvariantCulture)));

    /// <summary>Accuracy among the sequences whose right answer has a token.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, Condition, DataSet, Token</c>.</returns>
    public static DataFrame AccuracyByToken(this RunResults results) => SeedFrames.Of(
        results, record => record.Metric == Metrics.AccuracyByToken,
        [("Mask", record => record.Mask), ("Condition", SeedFrames.Condition), ("DataSet", record => record.DataSet), ("Token", record => record.Unit)]);

    /// <summary>Share of the output weights kept by the control that a mask removes, per output token.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, Against</c> (the control), <c>Layer, Token</c>. The tokens of a mask stand in order of their share, the largest first.</returns>
    public static DataFrame RemovedPerToken(this RunResults results) => SeedFrames.Of(
        results, record => record.Metric == Metrics.RemovedPerToken,
        [("Mask", record => record.Mask), ("Against", record => record.Against), ("Layer", record => record.Layer), ("Token", record => record.Unit)],
        isOrderedByMean: true);
}
