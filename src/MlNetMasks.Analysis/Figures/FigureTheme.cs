using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>Colours and sizes that all figures share, and their application to a plot.</summary>
internal static class FigureTheme
{
    /// <summary>Text and axes. The report maps it to its own ink, so that figures follow a dark page.</summary>
    public const string Ink = "#1F2933";

    /// <summary>Secondary text.</summary>
    public const string Muted = "#52606D";

    /// <summary>Grid lines.</summary>
    public const string Grid = "#E1E6EB";

    public const float TextSize = 13;

    public const float SmallTextSize = 12;

    public const float TitleSize = 17;

    public static Color InkColor { get; } = Color.FromHex(Ink);

    public static Color MutedColor { get; } = Color.FromHex(Muted);

    public static Plot NewPlot(string xTitle, string yTitle)
    {
        Plot plot = new();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.Legend.IsVisible = false;
        plot.Axes.Title.IsVisible = false;
        foreach (IAxis axis in plot.Axes.GetAxes())
        {
            Style(axis);
        }

        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.IsVisible = false;
        // Room for the half of the last tick label that reaches beyond the data area.
        plot.Axes.Right.MinimumSize = 18;
        plot.Axes.Top.MinimumSize = 8;
        plot.Axes.Bottom.Label.Text = xTitle;
        plot.Axes.Left.Label.Text = yTitle;
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.MinorTickStyle.Length = 0;
        plot.Axes.Bottom.MinorTickStyle.Length = 0;
        plot.Grid.MajorLineColor = Color.FromHex(Grid);
        plot.Grid.XAxisStyle.IsVisible = false;
        return plot;
    }

    /// <summary>Places text whose anchor is a data coordinate.</summary>
    public static void AddText(Plot plot, string text, double x, double y, Alignment alignment, Color color, float size = SmallTextSize, bool bold = false, float offsetY = 0)
    {
        ScottPlot.Plottables.Text label = plot.Add.Text(text, x, y);
        label.LabelStyle.Font = bold ? FigureFont.Bold : FigureFont.Regular;
        label.LabelStyle.FontSize = size;
        label.LabelStyle.ForeColor = color;
        label.LabelStyle.Alignment = alignment;
        label.LabelStyle.BorderWidth = 0;
        label.OffsetY = offsetY;
    }

    private static void Style(IAxis axis)
    {
        axis.TickLabelStyle.ForeColor = InkColor;
        axis.FrameLineStyle.Color = MutedColor;
        axis.MajorTickStyle.Color = MutedColor;
        axis.TickLabelStyle.Font = FigureFont.Regular;
        axis.TickLabelStyle.FontSize = SmallTextSize;
        axis.Label.Font = FigureFont.Regular;
        axis.Label.FontSize = TextSize;
        axis.Label.ForeColor = MutedColor;
        axis.Label.Bold = false;
    }
}
