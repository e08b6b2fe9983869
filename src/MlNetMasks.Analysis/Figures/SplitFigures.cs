using MlNetMasks.Masks;
using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>The figures of the generalization splits of one experiment or of several side by side.</summary>
public static class SplitFigures
{
    private const int Width = 920;
    private const int Height = 300;

    private static readonly Color[] Colors = [FigureTheme.InkColor, MaskPalette.Neutral, MaskPalette.Pair(0), MaskPalette.Pair(1)];

    /// <summary>
    /// Makes one figure of the variants with a mask per split, and one per mask of the variants with only this function mask, for example the modules of the Mathematics Dataset
    /// with their masks of easy questions.
    /// </summary>
    /// <param name="splits">The splits.</param>
    /// <returns>The figures, each with a panel per variant: bars of the whole network, the control, the split's mask, and, where there is one, the network that was trained on the split.</returns>
    public static IReadOnlyList<Figure> All(GeneralizationSplits splits)
    {
        ArgumentNullException.ThrowIfNull(splits);
        GeneralizationSplit[][] variants = [.. splits.Rows.GroupBy(row => (row.Experiment, row.Variant, row.Scale)).Select(group => group.ToArray())];
        IGrouping<string, GeneralizationSplit[]>[] kinds = [.. variants.GroupBy(rows => OnlyMask(rows) ?? "").OrderBy(kind => kind.Key, StringComparer.Ordinal)];
        IReadOnlyList<string> names = FileNames.Distinct(kinds.Select(kind => kind.Key.Length == 0 ? "generalization-splits" : $"generalization-{kind.Key}"));
        return [.. kinds.Select((kind, i) => Make(names[i], [.. kind]))];
    }

    /// <summary>The mask of all rows where they name only one that is not their split too.</summary>
    internal static string? OnlyMask(IReadOnlyList<GeneralizationSplit> rows) =>
        rows.Any(row => row.Mask != row.Split) && rows.All(row => row.Mask == rows[0].Mask) ? rows[0].Mask : null;

    /// <summary>One figure with a panel per variant.</summary>
    internal static Figure Make(string name, IReadOnlyList<GeneralizationSplit[]> variants)
    {
        GeneralizationSplit[] rows = [.. variants.SelectMany(variant => variant)];
        string? onlyMask = OnlyMask(variants[0]);
        bool hasBaseline = rows.Any(row => row.Baseline.HasValue);
        Func<GeneralizationSplit, SeedSummary>[] series = [row => row.Unmasked, row => row.Control, row => row.SplitMask, .. hasBaseline ? [row => row.Baseline] : Array.Empty<Func<GeneralizationSplit, SeedSummary>>()];
        FigureLegendEntry[] legend =
        [
            new("unmasked", Colors[0]), new("control mask", Colors[1]), new(onlyMask is null ? "mask of the split" : $"{onlyMask} mask", Colors[2]),
            .. hasBaseline ? [new FigureLegendEntry("trained on the split", Colors[3])] : Array.Empty<FigureLegendEntry>(),
        ];
        int perRow = variants.Count == 1 ? 1 : 2;
        float width = PanelGrid.WidthOf(Width, perRow);
        (string, Func<Plot>)[] plots = [.. variants.Select(variant => (Title(variant[0], variants), (Func<Plot>)(() => new GroupedBars([.. variant.Select(row => row.Split)], Colors[..series.Length], width)
        {
            XTitle = onlyMask is null ? "held-out set of the split" : "evaluation set",
            YTitle = "accuracy [%]",
            Maximum = 100,
            Value = (group, bar) => Percent(series[bar](variant[group])),
        }.Build())))];
        (int height, Func<IReadOnlyList<FigurePanel>> draw) = PanelGrid.Arrange(plots, Width, perRow, Height);
        string baseline = hasBaseline ? " “Trained on the split” is another network of the same kind, which saw the split's training data only." : "";
        return new Figure(name, onlyMask is null ? "Generalization splits" : $"Control and {onlyMask} mask per evaluation set",
            $"Share of examples answered right. {Seeds(rows)}",
            $"The network was trained on all of the data. The control mask was learned on all of the data, the other mask on a part of it: what it loses against the control is done by weights that the part does not need.{baseline}",
            Width, height, legend, draw);
    }

    private static string Title(GeneralizationSplit row, IReadOnlyList<GeneralizationSplit[]> variants)
    {
        string name = row.Variant == "default" ? row.Experiment : $"{row.Experiment}, {row.Variant}";
        string scale = row.Scale.Length > 0 && variants.Any(other => other[0].Scale != row.Scale) ? $", {row.Scale} scale" : "";
        return name + scale + (row.Network.Length == 0 ? "" : $" ({row.Network})");
    }

    private static string Seeds(GeneralizationSplit[] rows)
    {
        int[] counts = [.. rows.SelectMany(row => new[] { row.Unmasked, row.Control, row.SplitMask, row.Baseline }).Where(value => value.HasValue).Select(value => value.SeedCount).Distinct().Order()];
        return counts.Length == 0 || counts[^1] == 1 ? "One seed."
            : $"Mean over {(counts.Length == 1 ? ReportText.Plural(counts[0], "seed") : $"{counts[0]} to {counts[^1]} seeds")}; error bars show the standard deviation.";
    }

    private static SeedMean Percent(SeedSummary value) => new(100 * value.Mean, 100 * value.Std, value.SeedCount);
}
