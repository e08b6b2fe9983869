using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>One evaluated state of the network.</summary>
internal sealed record AccuracyRow(string Mask, Condition Condition)
{
    public string Label => Condition switch
    {
        Condition.Unmasked => "unmasked",
        _ when Mask.Length == 0 => ConditionNames.ToText(Condition),
        _ => $"{Mask} {ConditionNames.ToText(Condition)}",
    };
}

/// <summary>
/// Accuracies as condition x evaluation set: unmasked first, then the masks with their conditions. The accuracy of random masks is the mean over the draws.
/// </summary>
internal sealed class AccuracyTable
{
    private readonly VariantResults _variant;
    private readonly Dictionary<(string Mask, Condition Condition, string DataSet), SeedMean> _values;
    private readonly Dictionary<(string Mask, Condition Condition, string DataSet), (double Low, double High)> _ranges;

    public AccuracyTable(VariantResults variant)
    {
        _variant = variant;
        ResultRecord[] records = [.. Totals(Metrics.Accuracy)];
        _values = SeedMean.By(records, record => (Name(record.Mask, record.Condition), record.Condition, record.DataSet));
        _ranges = Totals(Metrics.Accuracy + Metrics.LowSuffix).Concat(Totals(Metrics.Accuracy + Metrics.HighSuffix))
            .Where(record => double.IsFinite(record.Value))
            .GroupBy(record => (Name(record.Mask, record.Condition), record.Condition, record.DataSet))
            .ToDictionary(group => group.Key, group => (group.Min(record => record.Value), group.Max(record => record.Value)));
        List<string> order = ["", .. variant.Masks];
        Rows = [.. records
            .Select(record => new AccuracyRow(Name(record.Mask, record.Condition), record.Condition))
            .Distinct()
            .OrderBy(row => order.IndexOf(row.Mask))
            .ThenBy(row => row.Condition)];
    }

    public IReadOnlyList<AccuracyRow> Rows { get; }

    public SeedMean this[int row, int dataSet] => Find(Rows[row].Mask, Rows[row].Condition, _variant.DataSets[dataSet]);

    public SeedMean Find(string mask, Condition condition, string dataSet) => _values.GetValueOrDefault((mask, condition, dataSet), SeedMean.Missing);

    /// <summary>The least and the largest of the draws behind a random mask's accuracy, over all seeds; <see langword="null"/> for other rows.</summary>
    public (double Low, double High)? Range(int row, int dataSet) =>
        _ranges.TryGetValue((Rows[row].Mask, Rows[row].Condition, _variant.DataSets[dataSet]), out (double, double) range) ? range : null;

    private IEnumerable<ResultRecord> Totals(string metric) => _variant.Records.Where(record =>
        record.Stage == Stages.Evaluate && record.Metric == metric && record.Unit.Length == 0 && record.Layer.Length == 0 && record.Step is null);

    // The unmasked network is the same one whichever mask it is listed beside.
    private static string Name(string mask, Condition condition) => condition == Condition.Unmasked ? "" : mask;
}
