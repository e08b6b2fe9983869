using System.Globalization;
using MlNetMasks.Masks;
using ScottPlot;

namespace MlNetMasks.Analysis;

public static partial class ResultFigures
{
    /// <summary>How much masks that leave classes out lose: what they leave out, and the other classes.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Bars per mask, one figure per evaluation set; none without such masks.</returns>
    public static IReadOnlyList<Figure> ClassDrops(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ClassTable table = new(variant);
        return [.. table.Sets.Select(set => ClassDrops(variant, table, set)).OfType<Figure>()];
    }

    /// <summary>Relative drop of every class under each mask that leaves classes out.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>A heat map per evaluation set; none without such masks.</returns>
    public static IReadOnlyList<Figure> RelativeDrops(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ClassTable table = new(variant);
        List<Figure> figures = [];
        foreach (string set in table.Sets)
        {
            (string, string)[] rows = table.Of(set);
            MatrixPanel panel = new("relative drop [%]", [.. rows.Select(table.LeftOut)], table.Classes, (row, column) => table.Relative(rows[row], table.Classes[column])) { IsDifference = true };
            (int height, Func<IReadOnlyList<FigurePanel>> draw) = MatrixPanel.Arrange([panel], Width, "class", "left out");
            figures.Add(new Figure(
                NameOf("classes-relative-drop", table, set), "Relative drop of every class" + On(table, set), "Control minus mask, divided by the control, in percent. " + SeedsOfCells(variant),
                "Rows: which class the mask was learned without. Dark blue on the diagonal and nothing elsewhere: the mask removes weights that only this class needs. Orange: the class gains.",
                Width, height, [], draw));
        }

        return figures;
    }

    /// <summary>Confusion with each mask that leaves classes out, minus that with the control.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Heat maps, one figure per evaluation set; none without such masks.</returns>
    public static IReadOnlyList<Figure> ConfusionDifferences(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ClassTable table = new(variant);
        List<Figure> figures = [];
        foreach (string set in table.Sets)
        {
            MatrixPanel[] panels = [.. table.Of(set).Select(row => new MatrixPanel(
                "without " + table.LeftOut(row), table.Classes, table.Answers, (name, answer) => table.Difference(row, table.Classes[name], table.Answers[answer])) { IsDifference = true })];
            (int height, Func<IReadOnlyList<FigurePanel>> draw) = MatrixPanel.Arrange(panels, Width, "answer", "class");
            figures.Add(new Figure(
                NameOf("classes-confusion-difference", table, set), "Confusion: mask minus control" + On(table, set), "Change of the share of each row's examples, in percentage points. " + SeedsOfCells(variant),
                "Rows: true classes. Orange: answered less often than with the control; blue: more often. Where the row of the class left out has blue cells, its pictures are now taken for these classes.",
                Width, height, [], draw));
        }

        return figures;
    }

    /// <summary>How far masking turns the gradient of the remaining weights, by the number of masked modules.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>A line per mask, or <see langword="null"/> without such results.</returns>
    public static Figure? GradientCosine(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        Dictionary<(string Mask, int Count), SeedMean> values = ClassTables.GradientCosines(variant);
        MaskPalette palette = new(variant);
        (string Mask, Series Line)[] lines = [.. variant.Masks.Select(mask => (mask, new Series(
            [.. values.Where(value => value.Key.Mask == mask && value.Value.HasValue).OrderBy(value => value.Key.Count)
                .Select(value => new SeriesPoint(value.Key.Count, value.Value.Mean, value.Value.Mean - value.Value.Error, value.Value.Mean + value.Value.Error))],
            palette[mask]))).Where(line => line.Item2.Points.Count > 0)];
        if (lines.Length == 0)
        {
            return null;
        }

        return new Figure("gradient-cosine", "Gradient cosine by masked modules", $"Cosine with the gradient of the whole network, over the weights that the mask keeps. {Seeds(variant)}",
            "0: nothing is masked. Further right the mask is on more modules, beginning with the output layer. A line that falls early: the late modules decide what the early ones would learn.",
            Width, 340, [.. lines.Select(line => new FigureLegendEntry(line.Mask, palette[line.Mask], LegendMark.Line))],
            () => [new FigurePanel(new SeriesPlot([.. lines.Select(line => line.Line)], Width)
            {
                XTitle = "masked modules, from the output",
                YTitle = "cosine",
                Maximum = 1,
                HasLinearX = true,
                Tick = x => x.ToString("0", CultureInfo.InvariantCulture),
            }.Build(), 6, 0, Width - 6, 340)]);
    }

    private static Figure? ClassDrops(VariantResults variant, ClassTable table, string set)
    {
        (string, string)[] rows = table.Of(set);
        (string Name, Color Color, Func<(string, string), SeedMean> Value)[] bars =
        [
            ("what is left out", MaskPalette.Pair(2), row => table.Total(row, Metrics.TargetDrop)),
            ("mean of the others", MaskPalette.Neutral, row => table.Total(row, Metrics.MeanOtherDrop)),
            ("largest of the others", MaskPalette.Pair(3), table.LargestOther),
        ];
        double[] values = [.. rows.SelectMany(row => bars.Select(bar => bar.Value(row))).Where(value => value.HasValue).Select(value => value.Mean)];
        if (values.Length == 0)
        {
            return null;
        }

        double lowest = values.Min();
        GroupedBars grouped = new([.. rows.Select(table.LeftOut)], [.. bars.Select(bar => bar.Color)], Width)
        {
            XTitle = "class left out",
            YTitle = "relative drop [%]",
            Maximum = 100,
            Minimum = lowest < 0 ? Math.Floor(lowest * 10) * 10 : 0,
            Value = (row, bar) => Percent(bars[bar].Value(rows[row])),
        };
        return new Figure(
            NameOf("classes-drops", table, set), "Drop of the class left out, and of the others" + On(table, set),
            $"Control minus mask, divided by the control; an increase of the others counts as 0. {Seeds(variant)}",
            "A high first bar beside two low ones: the weights that the mask removes are needed by this class alone.",
            Width, 360, [.. bars.Select(bar => new FigureLegendEntry(bar.Name, bar.Color))], () => [new FigurePanel(grouped.Build(), 6, 0, Width - 6, 360)]);
    }

    private static string NameOf(string name, ClassTable table, string set) => table.Sets.Count == 1 ? name : $"{name}-{FileNames.Safe(set)}";

    private static string On(ClassTable table, string set) => table.Sets.Count == 1 ? "" : $", set {set}";
}
