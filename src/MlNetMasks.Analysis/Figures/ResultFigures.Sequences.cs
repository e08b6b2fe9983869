using MlNetMasks.Masks;
using ScottPlot;

namespace MlNetMasks.Analysis;

public static partial class ResultFigures
{
    private const int MostLengths = 20;
    private const int MostTokens = 20;

    /// <summary>What the whole network, the control and the mask of each split's training data do on the held-out sets.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Grouped bars, or <see langword="null"/> where the question of the runs is another one, or no split was tested with its mask and the control.</returns>
    public static Figure? Splits(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        GeneralizationSplit[] rows = [.. GeneralizationSplits.Of([variant]).Rows];
        return rows.Length == 0 ? null : SplitFigures.Make("splits", [rows]);
    }

    /// <summary>Accuracy by the number of input tokens, with the whole network and with each mask.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Lines, a panel per evaluation set; lengths are put together where there are more than 20. <see langword="null"/> without such results.</returns>
    public static Figure? AccuracyByLength(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        UnitTable table = new(variant, Metrics.AccuracyByLength, Metrics.CountByLength);
        MaskPalette palette = new(variant);
        int perRow = table.DataSets.Count == 1 ? 1 : 2;
        List<(string, Func<Plot>)> plots = [];
        bool isBinned = false;
        foreach (string set in table.DataSets)
        {
            IReadOnlyList<LengthBin> bins = LengthBin.Of(table.Lengths(set), MostLengths);
            isBinned |= bins.Any(bin => bin.From < bin.To);
            Series[] series = [.. table.FigureRows.Select(row => new Series(
                [.. bins.Select(bin => (bin.Middle, Value: Percent(table.Find(row, set, bin.Units)))).Where(point => point.Value.HasValue)
                    .Select(point => new SeriesPoint(point.Middle, point.Value.Mean, point.Value.Mean - point.Value.Std, point.Value.Mean + point.Value.Std))],
                ColorOf(row, palette), row.Condition == Condition.Unmasked ? SeriesStyle.Second : SeriesStyle.Main)).Where(line => line.Points.Count > 0)];
            if (series.Length > 0)
            {
                plots.Add(($"on {set}", () => new SeriesPlot(series, PanelGrid.WidthOf(Width, perRow))
                {
                    XTitle = "input tokens",
                    YTitle = "accuracy [%]",
                    Maximum = 100,
                    HasLinearX = true,
                    Tick = x => bins.FirstOrDefault(bin => bin.Middle.Equals(x))?.Label ?? "",
                }.Build()));
            }
        }

        if (plots.Count == 0)
        {
            return null;
        }

        (int height, Func<IReadOnlyList<FigurePanel>> draw) = PanelGrid.Arrange(plots, Width, perRow, 270);
        return new Figure("by-length", "Accuracy by input length", $"Share of sequences answered right, by their number of input tokens. {Seeds(variant)}",
            $"A line that falls to the right: with this mask long inputs are lost first. {(isBinned ? "A point stands for all lengths in its range. " : "")}A length with few sequences makes a line jump.",
            Width, height, [.. table.FigureRows.Select(row => new FigureLegendEntry(row.Label, ColorOf(row, palette), row.Condition == Condition.Unmasked ? LegendMark.Square : LegendMark.Line))], draw);
    }

    /// <summary>Accuracy among the sequences whose right answer has a token, with the whole network and with each mask.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Bars per token, a panel per evaluation set, or heat maps where there would be more than 72 bars; the 20 most frequent tokens of a set. <see langword="null"/> without such results.</returns>
    public static Figure? AccuracyByToken(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        UnitTable table = new(variant, Metrics.AccuracyByToken, Metrics.CountByToken);
        IReadOnlyList<AccuracyRow> rows = table.FigureRows;
        (string Set, IReadOnlyList<string> Tokens)[] sets = [.. table.DataSets.Select(set => (set, table.Frequent(set, MostTokens))).Where(set => rows.Any(row => set.Item2.Any(token => table.Find(row, set.set, token).HasValue)))];
        if (sets.Length == 0)
        {
            return null;
        }

        const string name = "by-token";
        const string title = "Accuracy by output token";
        const string measure = "Share of sequences answered right as a whole, among those whose right answer has the token. ";
        string caption = "A mask that loses one token's bars and keeps the others has lost what this token needs." + (table.DataSets.Any(set => table.Units(set).Count > MostTokens) ? $" Only the {MostTokens} most frequent tokens of a set are shown." : "");
        int bars = rows.Count * sets.Max(set => set.Tokens.Count);
        if (bars > MostBars)
        {
            MatrixPanel[] panels = [.. sets.Select(set => new MatrixPanel($"on {set.Set} [%]", [.. rows.Select(row => row.Label)], set.Tokens, (row, token) => table.Find(rows[row], set.Set, set.Tokens[token])))];
            // The panels of one arrangement have the size that the first one needs.
            MatrixPanel[] ordered = [.. panels.OrderByDescending(panel => panel.Columns.Count)];
            (int matrixHeight, Func<IReadOnlyList<FigurePanel>> drawMatrix) = MatrixPanel.Arrange(ordered, Width, "token of the right answer", "condition");
            return new Figure(name, title, measure + SeedsOfCells(variant), caption, Width, matrixHeight, [], drawMatrix);
        }

        MaskPalette palette = new(variant);
        int perRow = sets.Length == 1 || bars > MostBars / 2 ? 1 : 2;
        (string, Func<Plot>)[] plots = [.. sets.Select(set => ($"on {set.Set}", (Func<Plot>)(() => new GroupedBars(set.Tokens, [.. rows.Select(row => ColorOf(row, palette))], PanelGrid.WidthOf(Width, perRow))
        {
            XTitle = "token of the right answer",
            YTitle = "accuracy [%]",
            Maximum = 100,
            Value = (token, row) => Percent(table.Find(rows[row], set.Set, set.Tokens[token])),
        }.Build())))];
        (int height, Func<IReadOnlyList<FigurePanel>> draw) = PanelGrid.Arrange(plots, Width, perRow, 280);
        return new Figure(name, title, measure + Seeds(variant), caption, Width, height, [.. rows.Select(row => new FigureLegendEntry(row.Label, ColorOf(row, palette)))], draw);
    }

    /// <summary>Share of the output weights kept by the control that each mask removes, per output token.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Bars, a panel per mask, the token that loses most first and at most 20 of them; <see langword="null"/> without such results.</returns>
    public static Figure? RemovedPerToken(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        RemovedWeights removed = new(variant);
        if (removed.Masks.Count == 0)
        {
            return null;
        }

        MaskPalette palette = new(variant);
        bool isCut = removed.Masks.Any(mask => removed.Of(mask).Count > MostTokens);
        int perRow = removed.Masks.Count == 1 || removed.Masks.Any(mask => removed.Of(mask).Count > 12) ? 1 : 2;
        double top = removed.Masks.SelectMany(removed.Of).Max(token => token.Share.Mean + token.Share.Error);
        (string, Func<Plot>)[] plots = [.. removed.Masks.Select(mask => ($"{mask} mask", (Func<Plot>)(() => Removed([.. removed.Of(mask).Take(MostTokens)], palette[mask], top, PanelGrid.WidthOf(Width, perRow)))))];
        (int height, Func<IReadOnlyList<FigurePanel>> draw) = PanelGrid.Arrange(plots, Width, perRow, 280);
        return new Figure("removed-per-token", "Removed weights per output token", $"Share of the weights kept by the control in the token's row of {removed.Layer} that the mask removes. {Seeds(variant)}",
            "The first token of a mask is the one whose output the mask does without most. " + (isCut ? $"Only the {MostTokens} tokens with the largest share are shown. " : "") + "All panels have the same scale.",
            Width, height, [], draw);
    }

    private static Plot Removed((string Token, SeedMean Share)[] tokens, Color color, double top, float width)
    {
        GroupedBars bars = new([.. tokens.Select(token => token.Token)], [color], width)
        {
            XTitle = "output token",
            YTitle = "removed weights [%]",
            Maximum = top > 0.5 ? 100 : Math.Max(5, Math.Ceiling(top * 20) * 5),
            Value = (token, _) => Percent(tokens[token].Share),
        };
        return bars.Build();
    }

    private static Color ColorOf(AccuracyRow row, MaskPalette palette) => row.Condition == Condition.Unmasked ? FigureTheme.InkColor : palette[row.Mask];
}
