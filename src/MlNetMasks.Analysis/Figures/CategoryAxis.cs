using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>Puts names below groups: level where they fit, slanted where they do not, thinned out where there are very many.</summary>
internal static class CategoryAxis
{
    private const float SlantedPitch = 17;

    public static void Apply(Plot plot, IReadOnlyList<string> names, float slotWidth)
    {
        int step = Math.Max(1, (int)MathF.Ceiling(SlantedPitch / slotWidth));
        double[] positions = [.. Enumerable.Range(0, names.Count).Where(i => i % step == 0).Select(i => (double)i)];
        string[] labels = [.. positions.Select(i => names[(int)i])];
        IXAxis axis = plot.Axes.Bottom;
        axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual(positions, labels);
        axis.MajorTickStyle.Length = 0;
        float widest = labels.SelectMany(label => label.Split('\n')).Max(line => FigureFont.Measure(line, FigureTheme.SmallTextSize));
        if (widest <= slotWidth - 6)
        {
            return;
        }

        // Slanted lines of one label would run through each other and through the axis.
        labels = [.. labels.Select(label => label.Replace('\n', ' '))];
        axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual(positions, labels);
        widest = labels.Max(label => FigureFont.Measure(label, FigureTheme.SmallTextSize));
        axis.TickLabelStyle.Rotation = -40;
        axis.TickLabelStyle.Alignment = Alignment.MiddleRight;
        axis.TickLabelStyle.OffsetY = 4;
        float drop = (widest * MathF.Sin(40 * MathF.PI / 180)) + 18;
        axis.MinimumSize = drop + (string.IsNullOrEmpty(axis.Label.Text) ? 0 : 26);
        // A slanted first label reaches to the left of the data area.
        plot.Axes.Left.MinimumSize = (widest * MathF.Cos(40 * MathF.PI / 180)) - (slotWidth / 2) + 12;
    }
}
