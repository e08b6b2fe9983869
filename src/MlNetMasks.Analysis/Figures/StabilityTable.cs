using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>How alike the masks are that one function got from different seeds; the layer's name is empty for all layers together.</summary>
internal sealed class StabilityTable
{
    private readonly Dictionary<(string Function, string Layer, string Metric), SeedMean> _values;
    private readonly Dictionary<(string Function, string Unit), SeedMean> _selection;

    public StabilityTable(VariantResults variant)
    {
        ResultRecord[] records = [.. variant.Records.Where(record => record.Stage == Stages.Analyze && record.Mask.Length > 0)];
        _values = SeedMean.By(records.Where(record => record.Unit.Length == 0 && record.Against.Length == 0), record => (record.Mask, record.Layer, record.Metric));
        _selection = SeedMean.By(records.Where(record => record.Metric == Metrics.Selection && record.Layer.Length == 0), record => (record.Mask, record.Unit));
        Functions = [.. records.Where(record => record.Metric is Metrics.Stability or Metrics.Selection).Select(record => record.Mask).Distinct()];
    }

    public IReadOnlyList<string> Functions { get; }

    public SeedMean Observed(string function, string layer) => Value(function, layer, Metrics.Stability);

    public ChanceLevel? Chance(string function, string layer)
    {
        const string chance = Metrics.ChancePrefix + Metrics.Stability;
        SeedMean expected = Value(function, layer, chance);
        return expected.HasValue
            ? new ChanceLevel(expected.Mean, Value(function, layer, chance + Metrics.LowSuffix).Mean, Value(function, layer, chance + Metrics.HighSuffix).Mean)
            : null;
    }

    /// <summary>How many masks may keep a weight, "0" to the number of masks, in ascending order.</summary>
    public IReadOnlyList<string> Units(string function) =>
        [.. _selection.Keys.Where(key => key.Function == function).Select(key => key.Unit).OrderBy(unit => int.TryParse(unit, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue)];

    /// <summary>Share of the weights that this many masks keep.</summary>
    public SeedMean Selected(string function, string unit) => _selection.GetValueOrDefault((function, unit), SeedMean.Missing);

    private SeedMean Value(string function, string layer, string metric) => _values.GetValueOrDefault((function, layer, metric), SeedMean.Missing);
}
