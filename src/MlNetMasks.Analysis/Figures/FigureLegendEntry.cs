using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>How a legend entry is drawn.</summary>
internal enum LegendMark
{
    Box,
    Line,
    Dashes,
    Dots,
    Level,
}

/// <summary>One entry of a figure's legend.</summary>
internal sealed record FigureLegendEntry(string Text, Color Color, LegendMark Mark = LegendMark.Box);
