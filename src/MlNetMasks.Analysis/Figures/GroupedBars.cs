using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>What chance gives for one bar: the expectation and its interval.</summary>
internal readonly record struct ChanceLevel(double Expected, double Low, double High);

/// <summary>Bars in groups, with error bars, value labels where they fit, and chance levels.</summary>
internal sealed class GroupedBars(IReadOnlyList<string> groups, IReadOnlyList<Color> series, float width)
{
    private const double GroupWidth = 0.82;

    // The widest label, "100.0", at the small text size.
    private const float LabelWidth = 30;

    private const float SidePadding = 90;

    private float SlotWidth => (width - SidePadding) / groups.Count;

    public required string XTitle { get; init; }

    public required string YTitle { get; init; }

    /// <summary>Value of a group and series, in the unit of the axis.</summary>
    public required Func<int, int, SeedMean> Value { get; init; }

    public Func<int, int, ChanceLevel?>? Chance { get; init; }

    /// <summary>Ends of a bar's error bar where they are not the standard deviation's.</summary>
    public Func<int, int, (double Low, double High)?>? Range { get; init; }

    public Func<double, string> Label { get; init; } = value => value.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Top of the axis; NaN to fit the data.</summary>
    public double Maximum { get; init; } = double.NaN;

    /// <summary>Bottom of the axis.</summary>
    public double Minimum { get; init; }

    public Plot Build()
    {
        Plot plot = FigureTheme.NewPlot(XTitle, YTitle);
        double bar = GroupWidth / series.Count;
        bool labelled = Chance is null && bar * SlotWidth >= LabelWidth;
        double top = 0;
        for (int s = 0; s < series.Count; s++)
        {
            top = Math.Max(top, AddSeries(plot, s, bar, labelled));
        }

        double axisTop = double.IsNaN(Maximum) ? NiceTop(top) : Maximum;
        plot.Axes.SetLimits(-0.5, groups.Count - 0.5, Minimum, axisTop * (labelled || top > axisTop ? 1.1 : 1.02));
        if (!double.IsNaN(Maximum) && Minimum == 0)
        {
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
                [.. Enumerable.Range(0, 6).Select(i => axisTop * i / 5)],
                [.. Enumerable.Range(0, 6).Select(i => (axisTop * i / 5).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture))]);
        }

        else
        {
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TickDensity = 0.5 };
        }

        CategoryAxis.Apply(plot, groups, SlotWidth);
        return plot;
    }

    private double AddSeries(Plot plot, int s, double bar, bool labelled)
    {
        double top = 0;
        List<Bar> bars = [];
        for (int g = 0; g < groups.Count; g++)
        {
            SeedMean value = Value(g, s);
            double x = g + ((s - ((series.Count - 1) / 2.0)) * bar);
            if (value.HasValue)
            {
                bars.Add(new Bar { Position = x, Value = value.Mean, Size = bar * 0.9, FillColor = series[s], LineWidth = 0 });
                (double low, double high) = Range?.Invoke(g, s) ?? (value.Mean - value.Error, value.Mean + value.Error);
                AddError(plot, x, low, high, bar * SlotWidth);
                top = Math.Max(top, high);
                if (labelled)
                {
                    FigureTheme.AddText(plot, Label(value.Mean), x, Math.Max(high, 0), Alignment.LowerCenter, FigureTheme.InkColor, offsetY: -3);
                }
            }

            if (Chance?.Invoke(g, s) is { } chance)
            {
                top = Math.Max(top, AddChance(plot, x, chance, bar));
            }
        }

        if (bars.Count > 0)
        {
            // The bars lie below their error bars and labels.
            ScottPlot.Plottables.BarPlot plottable = plot.Add.Bars(bars);
            plot.MoveToBottom(plottable);
        }

        return top;
    }

    private static void AddError(Plot plot, double x, double low, double high, double barPixels)
    {
        if (high > low)
        {
            ScottPlot.Plottables.ErrorBar error = plot.Add.ErrorBar([x], [(low + high) / 2], [(high - low) / 2]);
            error.LineColor = FigureTheme.InkColor;
            error.LineWidth = 1.2f;
            error.CapSize = (float)Math.Clamp(barPixels / 8, 1.5, 5);
        }
    }

    private double AddChance(Plot plot, double x, ChanceLevel chance, double bar)
    {
        ScottPlot.Plottables.LinePlot level = plot.Add.Line(x - (bar * 0.45), chance.Expected, x + (bar * 0.45), chance.Expected);
        level.LineColor = FigureTheme.InkColor;
        level.LineWidth = 2;
        AddError(plot, x, chance.Low, chance.High, bar * SlotWidth);
        return double.IsNaN(chance.High) ? chance.Expected : Math.Max(chance.Expected, chance.High);
    }

    private static double NiceTop(double top)
    {
        if (!(top > 0))
        {
            return 1;
        }

        double unit = Math.Pow(10, Math.Floor(Math.Log10(top)));
        return new[] { 1, 1.5, 2, 3, 4, 5, 6, 8, 10 }.First(step => step * unit >= top * 0.9999) * unit;
    }
}
