using System.Globalization;
using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>A heat map of shares with its numbers, true classes in rows.</summary>
internal sealed record MatrixPanel(string Title, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, Func<int, int, SeedMean> Value)
{
    private const float Gap = 14;
    private const float TitleHeight = 26;
    private const float TickHeight = 18;
    private const float AxisTitle = 22;
    private const float Right = 10;

    /// <summary>Whether values are differences, shaded by sign and written with it.</summary>
    public bool IsDifference { get; init; }

    /// <summary>Places panels in rows that fill the width.</summary>
    public static (int Height, Func<IReadOnlyList<FigurePanel>> Draw) Arrange(IReadOnlyList<MatrixPanel> panels, float width, string xTitle, string yTitle)
    {
        MatrixPanel first = panels[0];
        float rowLabels = first.Rows.Max(name => FigureFont.Measure(name, FigureTheme.SmallTextSize)) + 12 + AxisTitle;
        float widestColumn = first.Columns.Max(name => FigureFont.Measure(name, FigureTheme.SmallTextSize)) + 10;
        float cellWidth = Math.Clamp(widestColumn, 46, 110);
        bool slanted = widestColumn > cellWidth + 0.5f || first.Columns.Count > 6;
        cellWidth = first.Columns.Count > 6 ? 29 : cellWidth;
        float cellHeight = first.Rows.Count > 6 ? 24 : 42;
        float bottom = (slanted ? (widestColumn * 0.75f) + 12 : TickHeight) + AxisTitle;
        float panelWidth = rowLabels + (first.Columns.Count * cellWidth) + Right;
        float panelHeight = TitleHeight + (first.Rows.Count * cellHeight) + bottom;
        int perRow = Math.Max(1, (int)((width - Gap) / (panelWidth + Gap)));
        int rows = (panels.Count + perRow - 1) / perRow;
        float left = Gap / 2;
        return ((int)MathF.Ceiling((rows * (panelHeight + Gap)) + 4), () =>
        [
            .. panels.Select((panel, i) => new FigurePanel(
                panel.Build(xTitle, yTitle, rowLabels, bottom, slanted, cellWidth),
                left + (i % perRow * (panelWidth + Gap)), 8 + (i / perRow * (panelHeight + Gap)), panelWidth, panelHeight, panel.Title, rowLabels)),
        ]);
    }

    private Plot Build(string xTitle, string yTitle, float rowLabels, float bottom, bool slanted, float cellWidth)
    {
        Plot plot = FigureTheme.NewPlot(xTitle, yTitle);
        plot.HideGrid();
        for (int row = 0; row < Rows.Count; row++)
        {
            for (int column = 0; column < Columns.Count; column++)
            {
                AddCell(plot, row, column, Value(row, column), cellWidth);
            }
        }

        plot.Axes.SetLimits(-0.5, Columns.Count - 0.5, -0.5, Rows.Count - 0.5);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. Enumerable.Range(0, Columns.Count).Select(i => (double)i)], [.. Columns]);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. Enumerable.Range(0, Rows.Count).Select(i => (double)(Rows.Count - 1 - i))], [.. Rows]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.FrameLineStyle.Width = 0;
        plot.Axes.Bottom.MinimumSize = bottom;
        if (slanted)
        {
            plot.Axes.Bottom.TickLabelStyle.Rotation = -45;
            plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        }

        plot.Layout.Fixed(new PixelPadding(rowLabels, Right, bottom, TitleHeight));
        return plot;
    }

    private void AddCell(Plot plot, int row, int column, SeedMean value, float cellWidth)
    {
        double y = Rows.Count - 1 - row;
        ScottPlot.Plottables.Rectangle cell = plot.Add.Rectangle(column - 0.5, column + 0.5, y - 0.5, y + 0.5);
        cell.LineColor = Color.FromHex("#FEFEFE");
        cell.LineWidth = 1;
        cell.FillColor = !value.HasValue ? Color.FromHex("#EEEEEE") : IsDifference && value.Mean < 0 ? Fall(-value.Mean) : Shade(value.Mean);
        // Not the theme's ink: a cell keeps its colour on a dark page, so its number must keep its own too.
        Color ink = value.HasValue && (IsDifference ? Math.Abs(value.Mean) : value.Mean) > 0.45 ? Color.FromHex("#FDFDFD") : Color.FromHex("#1A1A1A");
        string number = !value.HasValue ? "–" : (100 * value.Mean).ToString(Format(cellWidth < 44), CultureInfo.InvariantCulture);
        FigureTheme.AddText(plot, number, column, y, Alignment.MiddleCenter, ink, cellWidth < 44 ? 11 : FigureTheme.SmallTextSize);
    }

    private string Format(bool isShort) => (IsDifference, isShort) switch
    {
        (true, true) => "+0;−0;0",
        (true, false) => "+0.0;−0.0;0.0",
        (false, true) => "0",
        _ => "0.0",
    };

    // From white to a dark orange, of the same lightness as the blue of equal size.
    private static Color Fall(double share)
    {
        double t = Math.Clamp(share, 0, 1);
        return new Color((byte)(255 - (t * 85)), (byte)(248 - (t * 188)), (byte)(240 - (t * 240)));
    }

    // One hue from white to dark blue, even in lightness, so that it also reads in grey.
    private static Color Shade(double share)
    {
        double t = Math.Clamp(share, 0, 1);
        return new Color((byte)(246 - (t * 238)), (byte)(250 - (t * 184)), (byte)(255 - (t * 107)));
    }
}
