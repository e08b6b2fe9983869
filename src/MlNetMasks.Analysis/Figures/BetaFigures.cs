using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>What the weight of the regulariser does, one figure per size of the network.</summary>
internal static class BetaFigures
{
    private const int Width = 920;
    private const int Height = 340;

    public static IReadOnlyList<Figure> Of(VariantMeasures[] measures)
    {
        VariantMeasures[][] groups = [.. measures
            .Where(measure => measure.CommonBeta > 0 && measure.Maskable > 0)
            .GroupBy(measure => measure.Maskable)
            .Where(group => group.Select(measure => measure.CommonBeta).Distinct().Count() > 1)
            .OrderBy(group => group.Key)
            .Select(group => group.ToArray())];
        return [.. groups.Select(group => One(group, groups.Length > 1)).OfType<Figure>()];
    }

    private static Figure? One(VariantMeasures[] group, bool isOneOfMany)
    {
        string[] masks = [.. group.SelectMany(measure => measure.Functions).Distinct()];
        if (masks.Length == 0)
        {
            return null;
        }

        ScottPlot.Color ColorOf(string mask) => VariantFigures.ColorOf(group[0], mask);
        double Beta(VariantMeasures measure) => measure.CommonBeta;
        Series[] accuracy =
        [
            .. masks.Select(mask => VariantFigures.Line(group, Beta, measure => measure.Accuracy(mask, Condition.Mask, mask), 100, ColorOf(mask))),
            .. masks.Select(mask => VariantFigures.Line(group, Beta, measure => measure.Others(mask, Condition.Mask), 100, ColorOf(mask), SeriesStyle.Second)),
        ];
        Series[] sharing =
        [
            .. masks.Select(mask => VariantFigures.Line(group, Beta, measure => measure.Total(mask, Metrics.ChancePrefix + Metrics.Shared), 100, ColorOf(mask), SeriesStyle.Chance)),
            .. masks.Select(mask => VariantFigures.Line(group, Beta, measure => measure.Total(mask, Metrics.Shared), 100, ColorOf(mask))),
        ];
        const int split = Width / 2;
        SeriesPlot[] plots = [.. new[] { (accuracy, "accuracy [%]", 100.0), (sharing, "shared kept weights [%]", double.NaN) }
            .Select(panel => (Lines: panel.Item1.Where(line => line.Points.Count > 0).ToArray(), Title: panel.Item2, Top: panel.Item3))
            .Where(panel => panel.Lines.Length > 0)
            .Select(panel => new SeriesPlot(panel.Lines, split) { XTitle = "beta (logarithmic)", YTitle = panel.Title, Maximum = panel.Top, Tick = Tick })];
        string size = ShortNumber.Of(group[0].Maskable);
        return new Figure(
            isOneOfMany ? $"beta-{FileNames.Safe(size)}" : "beta", $"Accuracy and sharing against beta{(isOneOfMany ? $", {size} maskable weights" : "")}",
            $"Beta is the weight of the regulariser that removes weights. {VariantFigures.Seeds(group)}",
            "Left: with a mask, its own function (discs) should stay and the other function (squares) should fall. Right: sharing (discs) and what independent masks of the same densities would share (rings). Beta is right where the own function still stands and the other is gone.",
            Width, Height,
            [
                .. masks.Select(mask => new FigureLegendEntry(mask, ColorOf(mask), LegendMark.Line)),
                new FigureLegendEntry("another function with this mask", FigureTheme.MutedColor, LegendMark.Square), new FigureLegendEntry("expected by chance", FigureTheme.MutedColor, LegendMark.Ring),
            ],
            () => [.. plots.Select((plot, i) => new FigurePanel(plot.Build(), 6 + (i * split), 0, split - 6, Height))]);
    }

    /// <summary>"1e-4", "3.2e-5".</summary>
    private static string Tick(double beta) => beta.ToString("0.#e-0", CultureInfo.InvariantCulture);
}
