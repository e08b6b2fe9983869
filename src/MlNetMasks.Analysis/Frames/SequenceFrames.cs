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
    public static DataFrame AccuracyBySet(this RunResults results) => Summarise(
        results, record => record.Stage == Stages.Evaluate && record.Metric == Metrics.Accuracy && record.Unit.Length == 0 && record.Layer.Length == 0 && record.Step is null,
        [("Mask", record => record.Mask), ("Condition", Condition), ("DataSet", record => record.DataSet)]);

    /// <summary>Accuracy by the number of input tokens.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, Condition, DataSet</c> and, as Int32, <c>Length</c>.</returns>
    public static DataFrame AccuracyByLength(this RunResults results) => Summarise(
        results, record => record.Metric == Metrics.AccuracyByLength && int.TryParse(record.Unit, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        [("Mask", record => record.Mask), ("Condition", Condition), ("DataSet", record => record.DataSet)],
        ("Length", record => int.Parse(record.Unit, NumberStyles.None, CultureInfo.InvariantCulture)));

    /// <summary>Accuracy among the sequences whose right answer has a token.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, Condition, DataSet, Token</c>.</returns>
    public static DataFrame AccuracyByToken(this RunResults results) => Summarise(
        results, record => record.Metric == Metrics.AccuracyByToken,
        [("Mask", record => record.Mask), ("Condition", Condition), ("DataSet", record => record.DataSet), ("Token", record => record.Unit)]);

    /// <summary>Share of the output weights kept by the control that a mask removes, per output token.</summary>
    /// <param name="results">The results.</param>
    /// <returns>A new frame; its own columns are <c>Mask, Against</c> (the control), <c>Layer, Token</c>. The tokens of a mask stand in order of their share, the largest first.</returns>
    public static DataFrame RemovedPerToken(this RunResults results) => Summarise(
        results, record => record.Metric == Metrics.RemovedPerToken,
        [("Mask", record => record.Mask), ("Against", record => record.Against), ("Layer", record => record.Layer), ("Token", record => record.Unit)],
        isOrderedByMean: true);

    internal static DataFrame Summarise(
        RunResults results, Func<ResultRecord, bool> isWanted, (string Name, Func<ResultRecord, string> Get)[] keys,
        (string Name, Func<ResultRecord, int> Get)? number = null, bool isOrderedByMean = false)
    {
        ArgumentNullException.ThrowIfNull(results);
        List<(string[] Texts, int Number, SeedMean Value)> rows = [];
        foreach (VariantResults variant in results.Variants)
        {
            var groups = variant.Records.Where(isWanted)
                .GroupBy(record => (Key: string.Join('\0', keys.Select(key => key.Get(record))), Number: number?.Get(record) ?? 0))
                .Select(group => (Texts: (string[])[variant.Experiment, variant.Variant, variant.Network, .. keys.Select(key => key.Get(group.First()))], group.Key.Number, Value: SeedMean.Of(group.Select(record => record.Value))))
                .ToArray();
            rows.AddRange(isOrderedByMean
                ? groups.GroupBy(row => row.Texts[3]).SelectMany(mask => mask.OrderByDescending(row => row.Value.Mean))
                : groups);
        }

        string[] names = ["Experiment", "Variant", "Network", .. keys.Select(key => key.Name)];
        return new DataFrame(
        [
            .. names.Select((name, i) => new StringDataFrameColumn(name, rows.Select(row => row.Texts[i]))),
            .. number is { } column ? [new Int32DataFrameColumn(column.Name, rows.Select(row => row.Number))] : Array.Empty<DataFrameColumn>(),
            new DoubleDataFrameColumn("Mean", rows.Select(row => row.Value.Mean)),
            new DoubleDataFrameColumn("Std", rows.Select(row => row.Value.Std)),
            new Int32DataFrameColumn("Seeds", rows.Select(row => row.Value.Count)),
        ]);
    }

    private static string Condition(ResultRecord record) => ConditionNames.ToText(record.Condition);
}
