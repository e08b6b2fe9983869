using System.Globalization;
using MlNetMasks.Masks;
using ScottPlot;

namespace MlNetMasks.Analysis;

public static partial class ResultFigures
{
    /// <summary>Pairs up to this number get bars of their own; more are summarised by their mean.</summary>
    private const int MostPairs = 6;

    /// <summary>Share of each layer's maskable weights that each mask keeps.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Grouped bars, or <see langword="null"/> without per-layer densities.</returns>
    public static Figure? KeptPerLayer(VariantResults variant) => PerLayer(
        variant, Metrics.Density, "kept-per-layer", "Kept weights per layer and mask", "kept weights [%]", "Kept weights in percent of the layer's maskable weights. ",
        "Which layers a function needs: a low bar is a layer that the mask could empty.", factor: 100, value => value.ToString("0.0", CultureInfo.InvariantCulture));

    /// <summary>Number of weights of each layer that each mask keeps.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Grouped bars, or <see langword="null"/> without numbers per layer.</returns>
    public static Figure? KeptWeightsPerLayer(VariantResults variant) => PerLayer(
        variant, Metrics.Kept, "kept-weights-per-layer", "Weights per layer and mask", "kept weights", "Number of weights that each mask keeps in each layer. ",
        "Where the weights of a function lie: large layers may hold most of them although they are kept sparsely.", factor: 1, ShortNumber.Of);

    private static Figure? PerLayer(
        VariantResults variant, string metric, string name, string title, string yTitle, string subtitle, string caption, double factor, Func<double, string> label)
    {
        ArgumentNullException.ThrowIfNull(variant);
        Dictionary<(string Mask, string Layer), SeedMean> values = SeedMean.By(
            variant.Records.Where(record => record.Metric == metric && record.Layer.Length > 0 && record.Mask.Length > 0), record => (record.Mask, record.Layer));
        string[] masks = [.. variant.Masks.Where(mask => !variant.Expressions.Contains(mask) && variant.Layers.Any(layer => values.ContainsKey((mask, layer))))];
        if (masks.Length == 0)
        {
            return null;
        }

        MaskPalette palette = new(variant);
        SeedMean Value(int layer, int mask)
        {
            SeedMean value = values.GetValueOrDefault((masks[mask], variant.Layers[layer]), SeedMean.Missing);
            return new SeedMean(factor * value.Mean, factor * value.Std, value.Count);
        }

        GroupedBars bars = new(variant.Layers, [.. masks.Select(mask => palette[mask])], Width)
        {
            XTitle = "layer, input to output",
            YTitle = yTitle,
            Label = label,
            Value = Value,
        };
        return new Figure(name, title, subtitle + Seeds(variant), caption, Width, 360,
            [.. masks.Select(mask => new FigureLegendEntry(mask, palette[mask]))], () => [new FigurePanel(bars.Build(), 6, 0, Width - 6, 360)]);
    }

    /// <summary>Overlap of the masks per layer beside what chance gives for masks of the same densities.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <param name="measure">The measure to show.</param>
    /// <returns>Bars per pair of masks, or the mean over pairs where there are more than six; <see langword="null"/> without per-layer overlaps.</returns>
    public static Figure? Overlap(VariantResults variant, OverlapMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(variant);
        OverlapTable table = new(variant, measure);
        string[] layers = [.. variant.Layers.Where(layer => table.Pairs.Any(pair => table.Observed(pair, layer).HasValue))];
        if (layers.Length == 0)
        {
            return null;
        }

        bool each = table.Pairs.Count <= MostPairs;
        int count = each ? table.Pairs.Count : 1;
        Color[] colors = [.. Enumerable.Range(0, count).Select(MaskPalette.Pair)];
        GroupedBars bars = new(layers, colors, Width)
        {
            XTitle = "layer, input to output",
            YTitle = measure == OverlapMeasure.IoU ? "IoU" : "IoMin",
            Value = (layer, pair) => each ? table.Observed(table.Pairs[pair], layers[layer]) : table.MeanObserved(layers[layer]),
            Chance = (layer, pair) => each ? table.Chance(table.Pairs[pair], layers[layer]) : table.MeanChance(layers[layer]),
        };
        string formula = measure == OverlapMeasure.IoU ? "intersection over union" : "intersection over the smaller mask";
        string spread = each ? Seeds(variant) : $"Mean over {table.Pairs.Count} pairs of masks and {variant.Runs.Count} seeds; error bars show the standard deviation over both.";
        return new Figure($"overlap-{measure.ToString().ToLowerInvariant()}", $"Overlap of the masks per layer: {measure}", $"Weights that both masks keep, {formula}. {spread}",
            "The dark level is what independent masks of the same per-layer densities would share, with its 95% interval where it is wide enough to see. A bar above the level: the two functions share more weights than chance; below: they avoid each other.",
            Width, 360,
            [
                .. colors.Select((color, i) => new FigureLegendEntry(each ? $"{table.Pairs[i].Mask} and {table.Pairs[i].Against}" : $"mean of {table.Pairs.Count} pairs", color)),
                new FigureLegendEntry("expected by chance (95% interval)", FigureTheme.InkColor, LegendMark.Level),
            ],
            () => [new FigurePanel(bars.Build(), 6, 0, Width - 6, 360)]);
    }

    /// <summary>Overlap of every pair of masks over all layers, as a matrix.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <param name="measure">The measure to show.</param>
    /// <returns>A heat map, or <see langword="null"/> where there are fewer than four masks, which the bars show better.</returns>
    public static Figure? OverlapMatrix(VariantResults variant, OverlapMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(variant);
        OverlapTable table = new(variant, measure);
        if (table.Pairs.Count < MostPairs)
        {
            return null;
        }

        SeedMean Cell(int row, int column) => row == column ? SeedMean.Missing : table.Observed(variant.Masks[row], variant.Masks[column], "");
        (int height, Func<IReadOnlyList<FigurePanel>> draw) = MatrixPanel.Arrange([new($"{measure} [%], all layers", variant.Masks, variant.Masks, Cell)], Width, "mask", "mask");
        return new Figure($"overlap-matrix-{measure.ToString().ToLowerInvariant()}", $"Overlap of every pair of masks: {measure}", Seeds(variant),
            "Overlap over all layers together, but for those that are equal by construction or learned for one function alone. Read it beside the chance level in the overlap table.", Width, height, [], draw);
    }
}
