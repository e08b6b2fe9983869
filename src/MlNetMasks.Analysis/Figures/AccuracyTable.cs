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

    public AccuracyTable(VariantResults variant)
    {
        _variant = variant;
        ResultRecord[] records = [.. variant.Records.Where(record =>
            record.Stage == Stages.Evaluate && record.Metric == Metrics.Accuracy && record.Unit.Length == 0 && record.Layer.Length == 0 && record.Step is null)];
        _values = SeedMean.By(records, record => (Name(record.Mask, record.Condition), record.Condition, record.DataSet));
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

    // The unmasked network is the same one whichever mask it is listed beside.
    private static string Name(string mask, Condition condition) => condition == Condition.Unmasked ? "" : mask;
}
