using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>How a legend entry is drawn.</summary>
internal enum LegendMark
{
    Box,
    Line,
    Dashes,
    Square,
    Ring,
    Level,
}

/// <summary>One entry of a figure's legend.</summary>
internal sealed record FigureLegendEntry(string Text, Color Color, LegendMark Mark = LegendMark.Box);
