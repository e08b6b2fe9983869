using MlNetMasks.Masks;
using ScottPlot;

namespace MlNetMasks.Analysis;

public static partial class ResultFigures
{
    private const int MostPoints = 300;

    /// <summary>Training loss of every stage over its steps.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Lines, or <see langword="null"/> without curves.</returns>
    public static Figure? LossCurves(VariantResults variant) =>
        Curves(variant, Metrics.Loss, "loss-curves", "Training loss", "loss", "Task loss of the training batches. Mask stages train only the mask; the weights are frozen.");

    /// <summary>Training accuracy of every stage over its steps.</summary>
    /// <param name="variant">Runs of one experiment and variant.</param>
    /// <returns>Lines, or <see langword="null"/> without curves.</returns>
    public static Figure? AccuracyCurves(VariantResults variant) =>
        Curves(variant, Metrics.Accuracy, "accuracy-curves", "Training accuracy", "accuracy [%]", "Accuracy on the training batches, for mask stages with sampled masks.");

    private static Figure? Curves(VariantResults variant, string metric, string name, string title, string yTitle, string caption)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ResultRecord[] records = [.. variant.Records.Where(record =>
            record.Metric == metric && record.Step is not null && record.Stage is not (Stages.Evaluate or Stages.Analyze) && record.Layer.Length == 0 && record.Unit.Length == 0)];
        string[] stages = [.. records.Select(record => record.Stage).Distinct()];
        if (stages.Length == 0)
        {
            return null;
        }

        double factor = metric == Metrics.Accuracy ? 100 : 1;
        (string Stage, Curve Curve)[] curves = [.. stages.Select(stage => (stage, Curve.Of(records.Where(record => record.Stage == stage), factor, MostPoints)))];
        double[] means = [.. curves.SelectMany(curve => curve.Curve.Means).Where(double.IsFinite)];
        if (means.Length == 0)
        {
            return null;
        }

        // A loss falls over decades; a loss that reaches 0 or less cannot be drawn on a logarithmic axis.
        bool log = metric != Metrics.Accuracy && means.Min() > 0 && means.Max() / means.Min() > 50;
        MaskPalette palette = new(variant);
        Color ColorOf(string stage) => stage == Stages.Pretrain ? FigureTheme.InkColor : palette[stage];
        string seeds = variant.Runs.Count == 1 ? Seeds(variant) : $"Mean over {variant.Runs.Count} seeds; bands show the standard deviation.";
        return new Figure(name, title + " per stage", seeds, caption, Width, 340,
            [.. stages.Select(stage => new FigureLegendEntry(stage == Stages.Pretrain ? "pretraining" : $"mask {stage}", ColorOf(stage), LegendMark.Line))],
            () => [new FigurePanel(CurvePlot(curves, ColorOf, yTitle, log, metric == Metrics.Accuracy), 6, 0, Width - 6, 340)]);
    }

    private static Plot CurvePlot((string Stage, Curve Curve)[] curves, Func<string, Color> colorOf, string yTitle, bool log, bool percent)
    {
        Plot plot = FigureTheme.NewPlot("step of the stage", log ? $"{yTitle} (logarithmic)" : yTitle);
        double smallest = curves.SelectMany(curve => curve.Curve.Means).Where(double.IsFinite).Min();
        double Map(double value) => log ? Math.Log10(Math.Max(value, smallest / 2)) : value;
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach ((string stage, Curve curve) in curves)
        {
            double[] lows = [.. curve.Means.Zip(curve.Errors, (mean, error) => Map(mean - error))];
            double[] highs = [.. curve.Means.Zip(curve.Errors, (mean, error) => Map(mean + error))];
            if (curve.Errors.Any(error => error > 0))
            {
                ScottPlot.Plottables.FillY band = plot.Add.FillY(curve.Steps, lows, highs);
                band.FillColor = colorOf(stage).WithAlpha(0.16);
                band.LineWidth = 0;
                band.MarkerSize = 0;
            }

            Line(plot, curve.Steps, [.. curve.Means.Select(Map)], colorOf(stage));
            low = Math.Min(low, lows.Where(double.IsFinite).DefaultIfEmpty(low).Min());
            high = Math.Max(high, highs.Where(double.IsFinite).DefaultIfEmpty(high).Max());
        }

        double last = curves.Max(curve => curve.Curve.Steps.DefaultIfEmpty(1).Max());
        (low, high) = percent ? (0, 102) : (log ? low : Math.Min(low, 0), high);
        double margin = percent ? 0 : Math.Max(high - low, 1e-9) * 0.05;
        plot.Axes.SetLimits(0, last * 1.01, low - (log ? margin : 0), high + margin);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = Thousands };
        plot.Axes.Left.TickGenerator = log ? LogTicks(low, high) : new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = Thousands };
        return plot;
    }
}
