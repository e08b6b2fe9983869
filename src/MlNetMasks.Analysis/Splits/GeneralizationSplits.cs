using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>
/// The generalization splits of runs that ask <see cref="RunQuestion.Generalize"/>: a network that was trained on all of the data, with the control mask and with the mask
/// of a split's training data, beside a network that was trained on that training data alone.
/// </summary>
public sealed class GeneralizationSplits
{
    private GeneralizationSplits(IReadOnlyList<GeneralizationSplit> rows) => Rows = rows;

    /// <summary>
    /// One row per experiment, variant and split. A split is a function mask with an evaluation set of its own name, on which the control was tested too;
    /// where there is only one function mask, every evaluation set is a row.
    /// </summary>
    public IReadOnlyList<GeneralizationSplit> Rows { get; }

    /// <summary>Collects the splits of one set of results.</summary>
    /// <param name="results">The results.</param>
    /// <returns>The splits; no row where no run asks the question, or none has a control.</returns>
    public static GeneralizationSplits Of(RunResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return Of([results]);
    }

    /// <summary>Collects the splits of several sets of results.</summary>
    /// <remarks>
    /// The baseline of a split is a variant without masks whose only evaluation set is the split, which read the same data, whose network is the same, pretrained on the rows that the
    /// split's mask was learned on, and whose scale is the same where both name one.
    /// Where several fit, the first is taken; <see cref="GeneralizationSplit.BaselineSource"/> names it.
    /// </remarks>
    /// <param name="results">The results, for example several experiments; baselines are found across them.</param>
    /// <returns>The splits, in the order of the results.</returns>
    public static GeneralizationSplits Of(IReadOnlyList<RunResults> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return Of(results.SelectMany(result => result.Variants));
    }

    internal static GeneralizationSplits Of(IEnumerable<VariantResults> variants)
    {
        SplitMeasures[] measures = [.. variants.Where(variant => variant.Question == RunQuestion.Generalize).Select(variant => new SplitMeasures(variant))];
        SplitMeasures[] baselines = [.. measures.Where(measure => measure.BaselineOf is { } set && measure.Variant.Network.Length > 0 && measure.Accuracy("", Condition.Unmasked, set).HasValue)];
        return new GeneralizationSplits([.. measures.SelectMany(measure => measure.Splits.Select(split =>
            baselines.FirstOrDefault(found => found.BaselineOf == split.Split && measure.IsComparable(found, split.Mask)) is { } baseline
                ? split with { Baseline = baseline.Accuracy("", Condition.Unmasked, split.Split), BaselineSource = Name(baseline.Variant) }
                : split))]);
    }

    /// <summary>The rows as a data frame.</summary>
    /// <returns>
    /// A new frame with the text columns <c>Experiment, Variant, Scale, Network, Split, Mask</c>; for each of <c>Unmasked, Control, SplitMask, Drop, Baseline</c> the mean under that name,
    /// <c>…Std</c> (NaN for one seed) and <c>…Seeds</c> (a value that was not measured is NaN with 0 seeds); and <c>BaselineSource</c>.
    /// </returns>
    public DataFrame ToDataFrame()
    {
        DataFrameColumn Text(string name, Func<GeneralizationSplit, string> get) => new StringDataFrameColumn(name, Rows.Select(get));
        IEnumerable<DataFrameColumn> Summary(string name, Func<GeneralizationSplit, SeedSummary> get) =>
        [
            new DoubleDataFrameColumn(name, Rows.Select(row => get(row).Mean)), new DoubleDataFrameColumn(name + "Std", Rows.Select(row => get(row).Std)),
            new Int32DataFrameColumn(name + "Seeds", Rows.Select(row => get(row).SeedCount)),
        ];
        return new DataFrame(
        [
            Text(nameof(GeneralizationSplit.Experiment), row => row.Experiment), Text(nameof(GeneralizationSplit.Variant), row => row.Variant),
            Text(nameof(GeneralizationSplit.Scale), row => row.Scale), Text(nameof(GeneralizationSplit.Network), row => row.Network),
            Text(nameof(GeneralizationSplit.Split), row => row.Split), Text(nameof(GeneralizationSplit.Mask), row => row.Mask),
            .. Summary(nameof(GeneralizationSplit.Unmasked), row => row.Unmasked), .. Summary(nameof(GeneralizationSplit.Control), row => row.Control),
            .. Summary(nameof(GeneralizationSplit.SplitMask), row => row.SplitMask), .. Summary(nameof(GeneralizationSplit.Drop), row => row.Drop),
            .. Summary(nameof(GeneralizationSplit.Baseline), row => row.Baseline), Text(nameof(GeneralizationSplit.BaselineSource), row => row.BaselineSource),
        ]);
    }

    internal IReadOnlyList<GeneralizationSplit> RowsOf(VariantResults variant) =>
        [.. Rows.Where(row => row.Experiment == variant.Experiment && row.Variant == variant.Variant && row.Scale == variant.Scale)];

    private static string Name(VariantResults variant) => variant.Variant == "default" ? variant.Experiment : $"{variant.Experiment}, {variant.Variant}";
}
