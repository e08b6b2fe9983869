using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>A plot and its place below the header of the figure, in pixels; a title stands above its data area.</summary>
internal sealed record FigurePanel(Plot Plot, float Left, float Top, float Width, float Height, string Title = "", float TitleLeft = 0)
{
    /// <summary>Room for the title above the plot; 0 where the plot itself leaves it.</summary>
    public float TitleHeight { get; init; }
}
