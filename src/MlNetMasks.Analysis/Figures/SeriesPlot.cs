using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>How a line of a series plot is drawn; the drawing library's SVG knows no dashes, so markers tell the lines apart.</summary>
internal enum SeriesStyle
{
    /// <summary>A strong line with discs: what is measured.</summary>
    Main,

    /// <summary>A thin line with squares: what is measured beside it.</summary>
    Second,

    /// <summary>A thin, pale line with rings: what chance gives.</summary>
    Chance,
}

/// <summary>One point of a line: a value and, where it is known, its interval.</summary>
internal readonly record struct SeriesPoint(double X, double Y, double Low = double.NaN, double High = double.NaN);

/// <summary>One line; its points are in order of X.</summary>
internal sealed record Series(IReadOnlyList<SeriesPoint> Points, Color Color, SeriesStyle Style = SeriesStyle.Main);

/// <summary>Lines with markers and intervals over an x axis that is logarithmic where not said otherwise.</summary>
internal sealed class SeriesPlot(IReadOnlyList<Series> series, float width)
{
    // Room a tick label needs, so that two do not touch.
    private const float TickRoom = 16;
    private const float AxisRoom = 100;

    public required string XTitle { get; init; }

    public required string YTitle { get; init; }

    /// <summary>Text below a position, by its x value; several lines are possible.</summary>
    public required Func<double, string> Tick { get; init; }

    /// <summary>Top of the axis; NaN to fit the data.</summary>
    public double Maximum { get; init; } = double.NaN;

    public bool HasLogarithmicValues { get; init; }

    public bool HasLinearX { get; init; }

    public Plot Build()
    {
        Plot plot = FigureTheme.NewPlot(XTitle, YTitle);
        double[] xs = [.. series.SelectMany(line => line.Points.Select(point => point.X)).Distinct().Order()];
        double left = MapX(xs[0]);
        double span = Math.Max(MapX(xs[^1]) - left, 0.1);
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        double Map(double value) => HasLogarithmicValues ? Math.Log10(Math.Max(value, 0.5)) : value;
        foreach (Series line in series)
        {
            ScottPlot.Plottables.Scatter drawn = plot.Add.Scatter(line.Points.Select(point => MapX(point.X)).ToArray(), line.Points.Select(point => Map(point.Y)).ToArray());
            drawn.Color = line.Color;
            drawn.LineColor = line.Style == SeriesStyle.Chance ? line.Color.WithAlpha(0.5) : line.Color;
            drawn.LineWidth = line.Style == SeriesStyle.Main ? 2 : 1.2f;
            drawn.MarkerSize = 7;
            drawn.MarkerShape = line.Style switch { SeriesStyle.Second => MarkerShape.FilledSquare, SeriesStyle.Chance => MarkerShape.OpenCircle, _ => MarkerShape.FilledCircle };
            drawn.MarkerLineWidth = 1.4f;
            foreach (SeriesPoint point in line.Points)
            {
                (double bottom, double top) = double.IsFinite(point.Low) && double.IsFinite(point.High) ? (Map(point.Low), Map(point.High)) : (Map(point.Y), Map(point.Y));
                low = Math.Min(low, bottom);
                high = Math.Max(high, top);
                if (top > bottom)
                {
                    ScottPlot.Plottables.ErrorBar error = plot.Add.ErrorBar([MapX(point.X)], [(bottom + top) / 2], [(top - bottom) / 2]);
                    error.LineColor = line.Color;
                    error.LineWidth = 1.4f;
                    error.CapSize = 4;
                }
            }
        }

        SetValues(plot, low, high, left - (span * 0.08), left + (span * 1.08));
        plot.Axes.Bottom.TickGenerator = Ticks(xs, span * 1.16);
        plot.Axes.Bottom.MinimumSize = 34 + (14 * xs.Max(x => Tick(x).Split('\n').Length));
        return plot;
    }

    private double MapX(double x) => HasLinearX ? x : Math.Log10(x);

    private void SetValues(Plot plot, double low, double high, double left, double right)
    {
        if (HasLogarithmicValues)
        {
            // Whole decades, so that there is always more than one labelled line.
            (low, high) = (Math.Floor(low), Math.Max(Math.Ceiling(high), Math.Floor(low) + 1));
            plot.Axes.SetLimits(left, right, low, high);
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
                [.. Enumerable.Range((int)low, (int)(high - low) + 1).Select(decade => (double)decade)],
                [.. Enumerable.Range((int)low, (int)(high - low) + 1).Select(decade => ShortNumber.Of(Math.Pow(10, decade)))]);
            return;
        }

        double top = double.IsNaN(Maximum) ? Math.Max(high * 1.1, 1e-9) : Maximum * 1.03;
        plot.Axes.SetLimits(left, right, Math.Min(0, low), top);
    }

    private ScottPlot.TickGenerators.NumericManual Ticks(double[] xs, double span)
    {
        ScottPlot.TickGenerators.NumericManual ticks = new();
        double pixelsPerUnit = (width - AxisRoom) / span;
        double free = double.NegativeInfinity;
        foreach (double x in xs)
        {
            float half = Tick(x).Split('\n').Max(line => FigureFont.Measure(line, FigureTheme.SmallTextSize)) / 2;
            double place = MapX(x) * pixelsPerUnit;
            if (place - half >= free)
            {
                ticks.AddMajor(MapX(x), Tick(x));
                free = place + half + TickRoom;
            }
        }

        return ticks;
    }
}
