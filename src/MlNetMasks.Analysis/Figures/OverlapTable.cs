using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Two masks, in the order of the records.</summary>
internal readonly record struct MaskPair(string Mask, string Against);

/// <summary>Observed overlaps and chance levels per pair and layer; the layer's name is empty for all layers together.</summary>
internal sealed class OverlapTable
{
    private readonly Dictionary<(MaskPair Pair, string Layer, string Metric), SeedMean> _values;

    public OverlapTable(VariantResults variant, OverlapMeasure measure)
    {
        string name = measure == OverlapMeasure.IoU ? Metrics.IoU : Metrics.IoMin;
        Metric = name;
        ChanceMetric = Metrics.ChancePrefix + name;
        ResultRecord[] records = [.. variant.Records.Where(record => record.Against.Length > 0 && record.Stage == Stages.Analyze)];
        _values = SeedMean.By(records, record => (new MaskPair(record.Mask, record.Against), record.Layer, record.Metric));
        Pairs = [.. records.Where(record => record.Metric == name).Select(record => new MaskPair(record.Mask, record.Against)).Distinct()];
    }

    public IReadOnlyList<MaskPair> Pairs { get; }

    private string Metric { get; }

    private string ChanceMetric { get; }

    public SeedMean Observed(MaskPair pair, string layer) => Value(pair, layer, Metric);

    public SeedMean Observed(string mask, string other, string layer)
    {
        SeedMean value = Observed(new MaskPair(mask, other), layer);
        return value.HasValue ? value : Observed(new MaskPair(other, mask), layer);
    }

    public ChanceLevel? Chance(MaskPair pair, string layer)
    {
        SeedMean expected = Value(pair, layer, ChanceMetric);
        return expected.HasValue
            ? new ChanceLevel(expected.Mean, Value(pair, layer, ChanceMetric + Metrics.LowSuffix).Mean, Value(pair, layer, ChanceMetric + Metrics.HighSuffix).Mean)
            : null;
    }

    public SeedMean Value(MaskPair pair, string layer, string metric) => _values.GetValueOrDefault((pair, layer, metric), SeedMean.Missing);

    public SeedMean MeanObserved(string layer) => SeedMean.Of(Pairs.Select(pair => Observed(pair, layer).Mean));

    public ChanceLevel? MeanChance(string layer)
    {
        SeedMean mean = SeedMean.Of(Pairs.Select(pair => Chance(pair, layer)?.Expected ?? double.NaN));
        return mean.HasValue ? new ChanceLevel(mean.Mean, double.NaN, double.NaN) : null;
    }
}
