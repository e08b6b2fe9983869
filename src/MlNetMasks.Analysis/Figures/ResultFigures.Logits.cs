using System.Globalization;
using MlNetMasks.Masks;
using ScottPlot;

namespace MlNetMasks.Analysis;

public static partial class ResultFigures
{
    /// <summary>How the learned logits of each mask are distributed; a weight is kept when its logit is above 0.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <param name="scale">Linear counts or decades of counts; both show only the range that holds logits.</param>
    /// <returns>Stepped outlines, or <see langword="null"/> without histograms.</returns>
    public static Figure? LogitHistogram(VariantResults variant, CountScale scale) => LogitHistogram(variant, scale, onlyKept: false);

    /// <summary>How the logits of the kept weights of each mask are distributed, in linear counts: removed weights, which are far more, would hide them.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Stepped outlines, or <see langword="null"/> without kept weights in the histograms.</returns>
    public static Figure? KeptLogitHistogram(VariantResults variant) => LogitHistogram(variant, CountScale.Linear, onlyKept: true);

    private static Figure? LogitHistogram(VariantResults variant, CountScale scale, bool onlyKept)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ResultRecord[] records = [.. variant.Records.Where(record => record.Metric == Metrics.LogitHistogram && record.Layer.Length == 0)];
        Dictionary<string, SortedDictionary<double, double>> histograms = [];
        foreach (IGrouping<(string Mask, string Unit), ResultRecord> bin in records.GroupBy(record => (record.Mask, record.Unit)))
        {
            if (double.TryParse(bin.Key.Unit, NumberStyles.Float, CultureInfo.InvariantCulture, out double edge) && double.IsFinite(edge) && !(onlyKept && edge < 0))
            {
                // A bin that a seed did not write is empty there, so the mean is over all seeds that have this mask.
                int seeds = records.Where(record => record.Mask == bin.Key.Mask).Select(record => record.Seed).Distinct().Count();
                histograms.TryAdd(bin.Key.Mask, []);
                histograms[bin.Key.Mask][edge] = bin.Sum(record => record.Value) / seeds;
            }
        }

        double[] edges = [.. histograms.Values.SelectMany(bins => bins.Where(bin => bin.Value > 0).Select(bin => bin.Key)).Distinct().Order()];
        double[] all = [.. histograms.Values.SelectMany(bins => bins.Keys).Distinct().Order()];
        if (edges.Length == 0)
        {
            return null;
        }

        double width = all.Length < 2 ? 1 : all.Zip(all.Skip(1), (low, high) => high - low).Min();
        bool log = scale == CountScale.Logarithmic;
        string[] masks = [.. variant.Masks.Where(histograms.ContainsKey), .. histograms.Keys.Except(variant.Masks)];
        MaskPalette palette = new(variant);
        (string name, string title) = onlyKept ? ("logit-histogram-kept", "Mask logits of kept weights") : log ? ("logit-histogram-log", "Mask logits, logarithmic counts") : ("logit-histogram", "Mask logits");
        string interval = width.ToString("0.###", CultureInfo.InvariantCulture);
        return new Figure(name, title, $"Number of {(onlyKept ? "kept " : "")}weights per logit interval of {interval}, after learning. {SeedsOfCells(variant)}",
            onlyKept ? "The further right of the dashed line, the surer is the mask that the weight is needed." : "Weights right of the dashed line are kept. Two separate heaps mean that the mask has decided; a heap at the line means that it has not.", Width, 320,
            [.. masks.Select(mask => new FigureLegendEntry(mask, palette[mask], LegendMark.Line)), new FigureLegendEntry("kept above 0", FigureTheme.MutedColor, LegendMark.Dashes)],
            () => [new FigurePanel(HistogramPlot(histograms, masks, palette, edges[0], edges[^1] + width, width, log), 6, 0, Width - 6, 320)]);
    }

    private static Plot HistogramPlot(
        Dictionary<string, SortedDictionary<double, double>> histograms, string[] masks, MaskPalette palette, double low, double high, double width, bool log)
    {
        Plot plot = FigureTheme.NewPlot("logit", "weights");
        // Half a weight is the floor of the logarithmic axis: an empty bin lies on it, a bin with one weight stands above it.
        double floor = log ? Math.Log10(0.5) : 0;
        double top = floor;
        foreach (string mask in masks)
        {
            List<Coordinates> outline = [new(low, floor)];
            int bins = (int)Math.Round((high - low) / width);
            for (int i = 0; i < bins; i++)
            {
                double count = CountAt(histograms[mask], low + (i * width), width);
                double y = log ? Math.Log10(Math.Max(count, 0.5)) : count;
                top = Math.Max(top, y);
                outline.Add(new(low + (i * width), y));
                outline.Add(new(low + ((i + 1) * width), y));
            }

            outline.Add(new(high, floor));
            ScottPlot.Plottables.Polygon polygon = plot.Add.Polygon([.. outline]);
            polygon.FillColor = palette[mask].WithAlpha(masks.Length <= 4 ? 0.12 : 0);
            polygon.LineWidth = 0;
            Line(plot, [.. outline.Select(point => point.X)], [.. outline.Select(point => point.Y)], palette[mask]);
        }

        ScottPlot.Plottables.VerticalLine zero = plot.Add.VerticalLine(0, 1.5f, FigureTheme.MutedColor, LinePattern.Dashed);
        zero.ExcludeFromLegend = true;
        double margin = (high - low) * 0.02;
        plot.Axes.SetLimits(Math.Min(low, 0) - margin, Math.Max(high, 0) + margin, floor, floor + ((top - floor) * 1.06));
        plot.Axes.Left.TickGenerator = log ? LogTicks(0, top) : new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = Thousands };
        return plot;
    }

    private static double CountAt(SortedDictionary<double, double> bins, double edge, double width) =>
        bins.TryGetValue(edge, out double exact) ? exact : bins.Where(bin => Math.Abs(bin.Key - edge) < width * 0.01).Select(bin => bin.Value).FirstOrDefault();

    private static ScottPlot.Plottables.Scatter Line(Plot plot, double[] xs, double[] ys, Color color, float width = 1.8f)
    {
        ScottPlot.Plottables.Scatter line = plot.Add.ScatterLine(xs, ys);
        line.LineColor = color;
        line.LineWidth = width;
        return line;
    }

    private static ScottPlot.TickGenerators.NumericManual LogTicks(double low, double high)
    {
        int first = (int)Math.Ceiling(low - 1e-9);
        int last = (int)Math.Floor(high + 1e-9);
        int step = Math.Max(1, (last - first + 1) / 7);
        ScottPlot.TickGenerators.NumericManual ticks = new();
        for (int decade = first; decade <= last; decade += step)
        {
            ticks.AddMajor(decade, decade is >= -3 and <= 6 ? Math.Pow(10, decade).ToString(decade < 0 ? "0.###" : "N0", CultureInfo.InvariantCulture) : $"1e{decade}");
        }

        return ticks;
    }

    private static string Thousands(double value) => value.ToString(Math.Abs(value) >= 1 || value == 0 ? "#,0.##" : "0.####", CultureInfo.InvariantCulture);
}
