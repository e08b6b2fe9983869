using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>The splits of a variant, and what control and masks do on them.</summary>
internal sealed class SplitMeasures
{
    private readonly ILookup<(string Mask, Condition Condition, string DataSet), ResultRecord> _accuracies;
    private readonly ConfigurationText _configuration;
    private readonly string[] _data;

    public SplitMeasures(VariantResults variant)
    {
        Variant = variant;
        _configuration = new ConfigurationText(variant.Runs[0].Info.Configuration);
        _data = [.. variant.Runs.Select(run => run.Info.DataFingerprints.GetValueOrDefault("train", "")).Distinct()];
        _accuracies = variant.Records
            .Where(record => record.Stage == Stages.Evaluate && record.Metric == Metrics.Accuracy && record.Unit.Length == 0 && record.Layer.Length == 0 && record.Step is null && double.IsFinite(record.Value))
            // The unmasked network is the same one whichever mask it is listed beside.
            .ToLookup(record => (record.Condition == Condition.Unmasked ? "" : record.Mask, record.Condition, record.DataSet));
        string[] functions = [.. variant.FunctionMasks.Where(mask => variant.FunctionOf(mask) == mask && variant.DataSets.Any(set => IsTested(mask, set)))];
        OnlyMask = functions.Length == 1 ? functions[0] : null;
        Splits = OnlyMask is { } only
            ? [.. variant.DataSets.Where(set => IsTested(only, set)).Select(set => Make(only, set))]
            : [.. functions.Where(mask => IsTested(mask, mask)).Select(mask => Make(mask, mask))];
    }

    public VariantResults Variant { get; }

    /// <summary>The function mask where there is only one: every evaluation set is then looked at, as with a mask of easy questions on harder ones.</summary>
    public string? OnlyMask { get; }

    /// <summary>One per function mask with an evaluation set of its own name, or per evaluation set of the only mask; the control is tested on each.</summary>
    public IReadOnlyList<GeneralizationSplit> Splits { get; }

    /// <summary>The evaluation set that names the split which an unmasked network was trained on, or <see langword="null"/>.</summary>
    public string? BaselineOf => Variant.Masks.Count == 0 && Variant.DataSets.Count == 1 ? Variant.DataSets[0] : null;

    /// <summary>Whether a network trained on a split alone can stand beside these networks: the same network on the same data, trained on the rows of the split's mask.</summary>
    public bool IsComparable(SplitMeasures baseline, string mask) =>
        Variant.Network == baseline.Variant.Network && _configuration.Network == baseline._configuration.Network
        && _data.Intersect(baseline._data).Any() && baseline._configuration.PretrainingRows == _configuration.RowsOf(mask)
        && (Variant.Scale.Length == 0 || baseline.Variant.Scale.Length == 0 || Variant.Scale == baseline.Variant.Scale);

    public SeedSummary Accuracy(string mask, Condition condition, string set) => SeedSummary.Of(Values(mask, condition, set).Values);

    private GeneralizationSplit Make(string mask, string set)
    {
        Dictionary<int, double> control = Values(Variant.ControlMask!, Condition.Mask, set);
        Dictionary<int, double> split = Values(mask, Condition.Mask, set);
        return new GeneralizationSplit
        {
            Experiment = Variant.Experiment,
            Variant = Variant.Variant,
            Scale = Variant.Scale,
            Network = Variant.Network,
            Split = set,
            Mask = mask,
            Unmasked = Accuracy("", Condition.Unmasked, set),
            Control = SeedSummary.Of(control.Values),
            SplitMask = SeedSummary.Of(split.Values),
            Drop = SeedSummary.Of(control.Where(pair => split.ContainsKey(pair.Key)).Select(pair => pair.Value - split[pair.Key])),
        };
    }

    private bool IsTested(string mask, string set) =>
        Variant.ControlMask is { } control && _accuracies.Contains((mask, Condition.Mask, set)) && _accuracies.Contains((control, Condition.Mask, set));

    /// <summary>One value per seed.</summary>
    private Dictionary<int, double> Values(string mask, Condition condition, string set) =>
        _accuracies[(mask, condition, set)].GroupBy(record => record.Seed).ToDictionary(seed => seed.Key, seed => seed.Average(record => record.Value));
}
