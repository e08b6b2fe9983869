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

/// <summary>Accuracies as condition x evaluation set: unmasked first, then the masks with their conditions.</summary>
internal sealed class AccuracyTable
{
    private readonly VariantResults _variant;
    private readonly Dictionary<(string Mask, Condition Condition, string DataSet), SeedMean> _values;
    private readonly Dictionary<(string Mask, Condition Condition, string DataSet), (double Low, double High)> _ranges;

    public AccuracyTable(VariantResults variant)
    {
        _variant = variant;
        ResultRecord[] records = [.. variant.Records.Where(record =>
            record.Stage == Stages.Evaluate && record.Metric == Metrics.Accuracy && record.Unit.Length == 0 && record.Layer.Length == 0 && record.Step is null)];
        _values = SeedMean.By(records, record => (Name(record.Mask, record.Condition), record.Condition, record.DataSet));
        _ranges = variant.Records
            .Where(record => record.Stage == Stages.Evaluate && record.Metric is Metrics.Accuracy + Metrics.LowSuffix or Metrics.Accuracy + Metrics.HighSuffix && double.IsFinite(record.Value))
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

    /// <summary>Least and largest accuracy where a value is a mean over several draws of a mask: over all draws of all seeds.</summary>
    public (double Low, double High)? Range(string mask, Condition condition, string dataSet) =>
        _ranges.TryGetValue((Name(mask, condition), condition, dataSet), out (double Low, double High) range) ? range : null;

    public SeedMean this[int row, int dataSet] => Find(Rows[row].Mask, Rows[row].Condition, _variant.DataSets[dataSet]);

    public SeedMean Find(string mask, Condition condition, string dataSet) => _values.GetValueOrDefault((mask, condition, dataSet), SeedMean.Missing);

    // The unmasked network is the same one whichever mask it is listed beside.
    private static string Name(string mask, Condition condition) => condition == Condition.Unmasked ? "" : mask;
}
