using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>What was measured of functions that were learned one after another; the layer's name is empty for all layers that later functions can use.</summary>
internal sealed class TransferTable
{
    private readonly Dictionary<(string Function, string Layer, string Metric), SeedMean> _reused;
    private readonly Dictionary<(string Function, string Later), SeedMean> _retained;
    private readonly Dictionary<(string Function, string Layer), IntervalMean> _intervals;
    private readonly ResultRecord[] _changed;

    public TransferTable(VariantResults variant)
    {
        const string chance = Metrics.ChancePrefix + Metrics.Reused;
        ResultRecord[] reused = [.. variant.Records.Where(record => record.Metric == Metrics.Reused || record.Metric.StartsWith(chance, StringComparison.Ordinal))];
        ResultRecord[] retained = [.. variant.Records.Where(record => record.Metric == Metrics.RetainedAccuracy)];
        _reused = SeedMean.By(reused, record => (record.Mask, record.Layer, record.Metric));
        _intervals = reused.Where(record => record.Metric == Metrics.Reused).GroupBy(record => (record.Mask, record.Layer))
            .ToDictionary(group => group.Key, group => IntervalMean.Of(group));
        _retained = SeedMean.By(retained, record => (record.Mask, record.Against));
        _changed = [.. variant.Records.Where(record => record.Metric is Metrics.AnswersChanged or Metrics.WeightsChanged)];
        Later = [.. reused.Select(record => record.Mask).Distinct()];
        Layers = [.. reused.Select(record => record.Layer).Where(layer => layer.Length > 0).Distinct()];
        Functions = [.. retained.Select(record => record.Mask).Distinct()];
    }

    /// <summary>The functions but the first, in the order in which they were learned.</summary>
    public IReadOnlyList<string> Later { get; }

    /// <summary>The layers that later functions can use.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>The functions that were tested, in the order in which they were learned.</summary>
    public IReadOnlyList<string> Functions { get; }

    /// <summary>Share of a function's kept weights that earlier functions keep too.</summary>
    public SeedMean Reused(string function, string layer) => Value(function, layer, Metrics.Reused);

    /// <summary>That share with its 95% interval over the seeds, which is missing with one seed.</summary>
    public IntervalMean ReusedInterval(string function, string layer) => _intervals.GetValueOrDefault((function, layer), IntervalMean.Of([]));

    /// <summary>What a random mask of these densities would share.</summary>
    public ChanceLevel? Chance(string function, string layer)
    {
        const string chance = Metrics.ChancePrefix + Metrics.Reused;
        SeedMean expected = Value(function, layer, chance);
        return expected.HasValue
            ? new ChanceLevel(expected.Mean, Value(function, layer, chance + Metrics.LowSuffix).Mean, Value(function, layer, chance + Metrics.HighSuffix).Mean)
            : null;
    }

    /// <summary>Accuracy of a function when a later one, or itself, had been learned.</summary>
    public SeedMean Retained(string function, string later) => _retained.GetValueOrDefault((function, later), SeedMean.Missing);

    /// <summary>Answers or kept weights of earlier functions that later ones changed, over all pairs and seeds; null where nothing was compared.</summary>
    /// <param name="metric">Which of the two.</param>
    public double? Changed(string metric)
    {
        double[] values = [.. _changed.Where(record => record.Metric == metric).Select(record => record.Value)];
        return values.Length == 0 ? null : values.Sum();
    }

    private SeedMean Value(string function, string layer, string metric) => _reused.GetValueOrDefault((function, layer, metric), SeedMean.Missing);
}
