using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>Places titled plots of one height side by side, row after row.</summary>
internal static class PanelGrid
{
    private const float Gap = 10;
    private const float TitleHeight = 20;
    private const float TitleLeft = 12;

    /// <summary>Width of one plot.</summary>
    public static float WidthOf(int figureWidth, int perRow) => (figureWidth - 6 - ((perRow - 1) * Gap)) / perRow;

    /// <summary>The height that the panels need, and how they are drawn.</summary>
    public static (int Height, Func<IReadOnlyList<FigurePanel>> Draw) Arrange(IReadOnlyList<(string Title, Func<Plot> Build)> plots, int figureWidth, int perRow, float plotHeight)
    {
        float width = WidthOf(figureWidth, perRow);
        float height = plotHeight + TitleHeight;
        int rows = (plots.Count + perRow - 1) / perRow;
        return ((int)MathF.Ceiling((rows * (height + Gap)) - Gap + 4), () =>
        [
            .. plots.Select((plot, i) => new FigurePanel(plot.Build(), 6 + (i % perRow * (width + Gap)), 4 + (i / perRow * (height + Gap)), width, height, plot.Title, TitleLeft) { TitleHeight = TitleHeight }),
        ]);
    }
}
