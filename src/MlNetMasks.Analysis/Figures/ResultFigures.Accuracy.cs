using MlNetMasks.Masks;
using ScottPlot;

namespace MlNetMasks.Analysis;

public static partial class ResultFigures
{
    private const int MostBars = 72;

    /// <summary>Conditions that are compared with a mask and its inverse to see whether these mean anything.</summary>
    private static readonly Condition[] ControlConditions = [Condition.InverseIoControl, Condition.InverseIoOnes, Condition.Random, Condition.Reinitialised];

    /// <summary>Accuracy of the whole network, with each mask and with each inverse mask, per evaluation set.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Grouped bars, a heat map where there would be more than 72 bars, or <see langword="null"/> without accuracies.</returns>
    public static Figure? Accuracy(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        AccuracyTable table = new(variant);
        // A function that was learned several times is shown once; the others stand in the table.
        return AccuracyFigure(
            variant, table, [.. table.Rows.Where(row => (row.Condition is Condition.Unmasked or Condition.Mask or Condition.Inverse) && variant.FunctionOf(row.Mask) == row.Mask)], "accuracy", "Accuracy per condition and function",
            "“Unmasked” is the whole network, “mask” keeps only the weights of the mask, “inverse” removes exactly those. A function lives in its mask when its accuracy survives the mask and dies with the inverse.");
    }

    /// <summary>Each mask and its inverse beside random masks, masks of a re-initialised network, and inverse masks with restored input and output layer.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Grouped bars, a heat map where there would be more than 72 bars, or <see langword="null"/> without such conditions.</returns>
    public static Figure? Controls(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        AccuracyTable table = new(variant);
        string[] masks = [.. table.Rows.Where(row => ControlConditions.Contains(row.Condition) && variant.FunctionOf(row.Mask) == row.Mask).Select(row => row.Mask).Distinct()];
        AccuracyRow[] rows = [.. table.Rows.Where(row => masks.Contains(row.Mask) && (row.Condition is Condition.Mask or Condition.Inverse || ControlConditions.Contains(row.Condition)))];
        return masks.Length == 0 ? null : AccuracyFigure(
            variant, table, rows, "controls", "Controls of the masks",
            "“Random” keeps as many weights per layer as the mask, drawn at random; its bar is the mean over the draws, its error bar reaches from the least to the largest draw. “Re-init.” is a mask learned on weights that were never trained. “IO control” and “IO ones” give the inverse mask the control's first and last layer back, or all of their weights. A mask that does no better than a random one tells nothing.");
    }

    /// <summary>The control's mask on half of the layers: accuracy, and what is lost against the mask on all of them.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Two panels of bars, or <see langword="null"/> without half masks.</returns>
    public static Figure? HalfMasks(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        AccuracyTable table = new(variant);
        AccuracyRow[] halves = [.. table.Rows.Where(row => row.Condition is Condition.HalfEarly or Condition.HalfLate)];
        if (halves.Length == 0)
        {
            return null;
        }

        AccuracyRow[] rows = [.. halves.Select(row => row with { Condition = Condition.Mask }).Distinct(), .. halves];
        string[] names = [.. rows.Select(row => row.Condition == Condition.Mask ? $"{row.Mask}\nmask" : row.Condition == Condition.HalfEarly ? "early\nhalf" : "late\nhalf")];
        MaskPalette palette = new(variant);
        Color[] colors = [.. variant.DataSets.Select(set => palette[set])];
        const int split = (Width * 55) / 100;
        SeedMean Drop(int row, int set)
        {
            double control = table.Find(halves[row].Mask, Condition.Mask, variant.DataSets[set]).Mean;
            SeedMean half = table.Find(halves[row].Mask, halves[row].Condition, variant.DataSets[set]);
            return control > 0 && half.HasValue ? new SeedMean(100 * (control - half.Mean) / control, 100 * half.Std / control, half.Count) : SeedMean.Missing;
        }

        double lowest = halves.SelectMany((_, row) => variant.DataSets.Select((_, set) => Drop(row, set))).Where(drop => drop.HasValue).Select(drop => drop.Mean - drop.Error).Append(0).Min();
        GroupedBars accuracy = new(names, colors, split) { XTitle = "condition", YTitle = "accuracy [%]", Maximum = 100, Value = (row, set) => Percent(table.Find(rows[row].Mask, rows[row].Condition, variant.DataSets[set])) };
        GroupedBars drop = new(names[(rows.Length - halves.Length)..], colors, Width - split)
        {
            XTitle = "condition",
            YTitle = "drop against the control [%]",
            Maximum = 100,
            Minimum = lowest < 0 ? Math.Floor(lowest / 5) * 5 : 0,
            Value = Drop,
        };
        return new Figure("half-masks", "Masks on half of the layers", "Accuracy, and its drop in percent of the control's accuracy. " + Seeds(variant),
            "“Early half” applies the control's mask to the layers nearer to the input and leaves the others whole, “late half” the other way round. A large drop: what is removed there matters when the other half is whole.",
            Width, 340, [.. variant.DataSets.Select(set => new FigureLegendEntry($"on {set}", palette[set]))],
            () => [new FigurePanel(accuracy.Build(), 6, 0, split - 6, 340), new FigurePanel(drop.Build(), split, 0, Width - split, 340)]);
    }

    private static Figure? AccuracyFigure(VariantResults variant, AccuracyTable table, AccuracyRow[] rows, string name, string title, string caption)
    {
        if (rows.Length == 0)
        {
            return null;
        }

        MaskPalette palette = new(variant);
        const string measure = "Share of examples answered right, per condition of the network and evaluation set. ";
        SeedMean Value(int row, int set) => table.Find(rows[row].Mask, rows[row].Condition, variant.DataSets[set]);
        if (rows.Length * variant.DataSets.Count > MostBars)
        {
            MatrixPanel panel = new("Accuracy [%]", [.. rows.Select(row => row.Label)], variant.DataSets, Value);
            (int height, Func<IReadOnlyList<FigurePanel>> draw) = MatrixPanel.Arrange([panel], Width, "evaluation set", "condition");
            return new Figure(name, title, measure + SeedsOfCells(variant), caption, Width, height, [], draw);
        }

        GroupedBars bars = new([.. rows.Select(Ticks)], [.. variant.DataSets.Select(set => palette[set])], Width)
        {
            XTitle = "condition",
            YTitle = "accuracy [%]",
            Maximum = 100,
            Value = (row, set) => Percent(Value(row, set)),
            Range = (row, set) => table.Range(rows[row].Mask, rows[row].Condition, variant.DataSets[set]) is { } range ? (100 * range.Low, 100 * range.High) : null,
        };
        return new Figure(name, title, measure + Seeds(variant), caption, Width, 360,
            [.. variant.DataSets.Select(set => new FigureLegendEntry($"on {set}", palette[set]))],
            () => [new FigurePanel(bars.Build(), 6, 0, Width - 6, 360)]);
    }

    /// <summary>A label in short lines, so that many fit side by side.</summary>
    private static string Ticks(AccuracyRow row) => row.Condition switch
    {
        Condition.InverseIoControl => $"{row.Mask}\ninverse,\nIO control",
        Condition.InverseIoOnes => $"{row.Mask}\ninverse,\nIO ones",
        Condition.Reinitialised => $"{row.Mask}\nre-init.",
        _ => row.Label.Replace(' ', '\n'),
    };

    private static SeedMean Percent(SeedMean value) => new(100 * value.Mean, 100 * value.Std, value.Count);
}
