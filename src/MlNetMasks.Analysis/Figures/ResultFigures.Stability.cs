using System.Globalization;
using ScottPlot;

namespace MlNetMasks.Analysis;

public static partial class ResultFigures
{
    /// <summary>How alike the masks are that one function got from different seeds, per layer, beside chance.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Bars per function, or <see langword="null"/> without replicates.</returns>
    public static Figure? Stability(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        StabilityTable table = new(variant);
        string[] functions = [.. table.Functions.Where(function => variant.Layers.Any(layer => table.Observed(function, layer).HasValue))];
        if (functions.Length == 0)
        {
            return null;
        }

        MaskPalette palette = new(variant);
        string[] layers = [.. variant.Layers.Where(layer => functions.Any(function => table.Observed(function, layer).HasValue))];
        GroupedBars bars = new(layers, [.. functions.Select(function => palette[function])], Width)
        {
            XTitle = "layer, input to output",
            YTitle = "IoU",
            Value = (layer, function) => table.Observed(functions[function], layers[layer]),
            Chance = (layer, function) => table.Chance(functions[function], layers[layer]),
        };
        return new Figure("stability", "Stability of the masks per layer", $"IoU of the masks that one function got from different seeds, mean over the pairs. {Seeds(variant)}",
            "1: learning the function again finds the same weights. The dark level is what independent masks of the same densities would share: a bar at the level says that the mask is one of many that serve.",
            Width, 360,
            [.. functions.Select(function => new FigureLegendEntry(function, palette[function])), new FigureLegendEntry("expected by chance", FigureTheme.InkColor, LegendMark.Level)],
            () => [new FigurePanel(bars.Build(), 6, 0, Width - 6, 360)]);
    }

    /// <summary>Share of the weights that none, some or all masks of a function keep.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Bars per function, or <see langword="null"/> without replicates.</returns>
    public static Figure? Selection(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        StabilityTable table = new(variant);
        string[] functions = [.. table.Functions.Where(function => table.Units(function).Count > 0)];
        if (functions.Length == 0)
        {
            return null;
        }

        MaskPalette palette = new(variant);
        string[] units = [.. functions.Select(table.Units).MaxBy(units => units.Count)!];
        string last = (units.Length - 1).ToString(CultureInfo.InvariantCulture);
        GroupedBars bars = new([.. units.Select(unit => $"{unit} of {last}")], [.. functions.Select(function => palette[function])], Width)
        {
            XTitle = "masks of the function that keep a weight",
            YTitle = "weights [%]",
            Value = (unit, function) => Percent(table.Selected(functions[function], units[unit])),
        };
        return new Figure("selection", "How often a weight is kept", $"Share of all maskable weights, by the number of masks of one function that keep them. {Seeds(variant)}",
            "Weights kept by all masks are what the function cannot do without; weights kept by some are exchangeable.", Width, 340,
            [.. functions.Select(function => new FigureLegendEntry(function, palette[function]))], () => [new FigurePanel(bars.Build(), 6, 0, Width - 6, 340)]);
    }
}
