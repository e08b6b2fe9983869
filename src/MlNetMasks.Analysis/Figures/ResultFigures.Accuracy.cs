using MlNetMasks.Masks;
using ScottPlot;

namespace MlNetMasks.Analysis;

public static partial class ResultFigures
{
    private const int MostBars = 72;

    /// <summary>Accuracy per condition (unmasked, mask, inverse and whatever else was evaluated) and evaluation set.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Grouped bars, a heat map where there would be more than 72 bars, or <see langword="null"/> without accuracies.</returns>
    public static Figure? Accuracy(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        AccuracyTable table = new(variant);
        if (table.Rows.Count == 0)
        {
            return null;
        }

        MaskPalette palette = new(variant);
        const string measure = "Share of examples answered right, per condition of the network and evaluation set. ";
        const string caption = "“Unmasked” is the whole network, “mask” keeps only the weights of the mask, “inverse” removes exactly those. A function lives in its mask when its accuracy survives the mask and dies with the inverse.";
        if (table.Rows.Count * variant.DataSets.Count > MostBars)
        {
            MatrixPanel panel = new("Accuracy [%]", [.. table.Rows.Select(row => row.Label)], variant.DataSets, (row, set) => table[row, set]);
            (int height, Func<IReadOnlyList<FigurePanel>> draw) = MatrixPanel.Arrange([panel], Width, "evaluation set", "condition");
            return new Figure("accuracy", "Accuracy per condition and function", measure + SeedsOfCells(variant), caption, Width, height, [], draw);
        }

        GroupedBars bars = new([.. table.Rows.Select(row => row.Label.Replace(' ', '\n'))], [.. variant.DataSets.Select(set => palette[set])], Width)
        {
            XTitle = "condition",
            YTitle = "accuracy [%]",
            Maximum = 100,
            Value = (row, set) => Percent(table[row, set]),
        };
        return new Figure("accuracy", "Accuracy per condition and function", measure + Seeds(variant), caption, Width, 360,
            [.. variant.DataSets.Select(set => new FigureLegendEntry($"on {set}", palette[set]))],
            () => [new FigurePanel(bars.Build(), 6, 0, Width - 6, 360)]);
    }

    private static SeedMean Percent(SeedMean value) => new(100 * value.Mean, 100 * value.Std, value.Count);
}
