using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Accuracies per input length or per output token: evaluated states of the network as rows, units of an evaluation set as columns.</summary>
internal sealed class UnitTable
{
    private readonly ILookup<(string Mask, Condition Condition, string DataSet, string Unit), ResultRecord> _accuracies;
    private readonly Dictionary<(string Mask, Condition Condition, string DataSet, string Unit, int Seed), double> _counts;
    private readonly Dictionary<string, string[]> _units;

    public UnitTable(VariantResults variant, string metric, string countMetric)
    {
        ResultRecord[] records = [.. variant.Records.Where(record => record.Stage == Stages.Evaluate && record.Metric == metric && record.Unit.Length > 0)];
        _accuracies = records.ToLookup(record => (Name(record), record.Condition, record.DataSet, record.Unit));
        _counts = variant.Records.Where(record => record.Stage == Stages.Evaluate && record.Metric == countMetric && double.IsFinite(record.Value))
            .GroupBy(record => (Name(record), record.Condition, record.DataSet, record.Unit, record.Seed)).ToDictionary(group => group.Key, group => group.Average(record => record.Value));
        List<string> order = ["", .. variant.Masks];
        Rows = [.. records.Select(record => new AccuracyRow(Name(record), record.Condition)).Distinct().OrderBy(row => order.IndexOf(row.Mask)).ThenBy(row => row.Condition)];
        FigureRows = [.. Rows.Where(row => row.Condition is Condition.Unmasked or Condition.Mask && variant.FunctionOf(row.Mask) == row.Mask && !variant.Expressions.Contains(row.Mask))];
        DataSets = [.. records.Select(record => record.DataSet).Distinct()];
        _units = records.GroupBy(record => record.DataSet).ToDictionary(set => set.Key, set => set.Select(record => record.Unit).Distinct().ToArray());
    }

    /// <summary>The whole network first, then the masks with their conditions.</summary>
    public IReadOnlyList<AccuracyRow> Rows { get; }

    /// <summary>The whole network and each learned mask once.</summary>
    public IReadOnlyList<AccuracyRow> FigureRows { get; }

    public IReadOnlyList<string> DataSets { get; }

    /// <summary>Units of a set in the order of the records.</summary>
    public IReadOnlyList<string> Units(string dataSet) => _units[dataSet];

    /// <summary>Units of a set that are whole numbers, the smallest first.</summary>
    public IReadOnlyList<int> Lengths(string dataSet) =>
        [.. Units(dataSet).Select(unit => int.TryParse(unit, NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length : -1).Where(length => length >= 0).Distinct().Order()];

    /// <summary>Examples of a unit in a set, mean over the seeds; NaN where they were not counted.</summary>
    public double Count(string dataSet, string unit) =>
        _counts.Where(count => count.Key.DataSet == dataSet && count.Key.Unit == unit).Select(count => count.Value).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The most frequent units of a set, in the order of the records; without counts, the first ones.</summary>
    public IReadOnlyList<string> Frequent(string dataSet, int most)
    {
        Dictionary<string, double> counts = _counts.Where(count => count.Key.DataSet == dataSet).GroupBy(count => count.Key.Unit).ToDictionary(unit => unit.Key, unit => unit.Max(count => count.Value));
        HashSet<string> frequent = [.. Units(dataSet).OrderByDescending(unit => counts.GetValueOrDefault(unit)).Take(most)];
        return [.. Units(dataSet).Where(frequent.Contains)];
    }

    /// <summary>Mean over the seeds of the accuracy over several units together, weighted with their counts; without all counts, each unit weighs the same.</summary>
    public SeedMean Find(AccuracyRow row, string dataSet, params IEnumerable<string> units) => SeedMean.Of(units
        .SelectMany(unit => _accuracies[(row.Mask, row.Condition, dataSet, unit)])
        .Where(record => double.IsFinite(record.Value))
        .GroupBy(record => record.Seed)
        .Select(seed => Weighted([.. seed])));

    private double Weighted(ResultRecord[] records)
    {
        double[] weights = [.. records.Select(record => _counts.GetValueOrDefault((Name(record), record.Condition, record.DataSet, record.Unit, record.Seed)))];
        return weights.All(weight => weight > 0) ? records.Zip(weights, (record, weight) => record.Value * weight).Sum() / weights.Sum() : records.Average(record => record.Value);
    }

    // The unmasked network is the same one whichever mask it is listed beside.
    private static string Name(ResultRecord record) => record.Condition == Condition.Unmasked ? "" : record.Mask;
}
