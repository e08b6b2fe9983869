namespace MlNetMasks.Analysis;

public static partial class ResultFigures
{
    /// <summary>How many of the weights that each function keeps earlier functions keep too, per layer that later functions can use, beside chance.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Bars per function, or <see langword="null"/> where functions were not learned one after another.</returns>
    public static Figure? Reused(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        TransferTable table = new(variant);
        string[] layers = [.. table.Layers.Where(layer => table.Later.Any(function => table.Reused(function, layer).HasValue))];
        if (layers.Length == 0)
        {
            return null;
        }

        MaskPalette palette = new(variant);
        GroupedBars bars = new(layers, [.. table.Later.Select(function => palette[function])], Width)
        {
            XTitle = "layer, input to output",
            YTitle = "kept by earlier functions too [%]",
            Maximum = 100,
            Value = (layer, function) => Percent(table.Reused(table.Later[function], layers[layer])),
            Chance = (layer, function) => table.Chance(table.Later[function], layers[layer]) is { } chance ? new ChanceLevel(100 * chance.Expected, 100 * chance.Low, 100 * chance.High) : null,
        };
        return new Figure("reused", "Weights of earlier functions that later ones use", $"Share of a function's kept weights. {Seeds(variant)}",
            "Functions from left to right in the order in which they were learned. 100%: the function needs no weight of its own in this layer. The dark level is what a random mask of the same density would share with all earlier masks together; it rises as they fill the layer.",
            Width, 360,
            [.. table.Later.Select(function => new FigureLegendEntry(function, palette[function])), new FigureLegendEntry("expected by chance", FigureTheme.InkColor, LegendMark.Level)],
            () => [new FigurePanel(bars.Build(), 6, 0, Width - 6, 360)]);
    }

    /// <summary>Accuracy of each function when it was learned and after each later one.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>A heat map with numbers, or <see langword="null"/> where fewer than two functions were learned one after another.</returns>
    public static Figure? Retained(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        TransferTable table = new(variant);
        if (table.Functions.Count < 2)
        {
            return null;
        }

        MatrixPanel panel = new("accuracy", table.Functions, table.Functions, (row, column) => table.Retained(table.Functions[column], table.Functions[row]));
        (int height, Func<IReadOnlyList<FigurePanel>> draw) = MatrixPanel.Arrange([panel], Width, "accuracy of", "after learning");
        return new Figure("retained", "Accuracy on earlier functions", "Share answered right in percent. " + SeedsOfCells(variant),
            "A column that does not change downwards: the function stays as it was learned, whatever is learned after it.", Width, height, [], draw);
    }
}
