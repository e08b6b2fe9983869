using MlNetMasks.Masks;
using ScottPlot;

namespace MlNetMasks.Analysis;

/// <summary>The figures that compare the variants of one experiment. Each returns nothing where the variants do not differ in what it is about.</summary>
public static class VariantFigures
{
    private const int Width = 920;
    private const int Height = 340;

    /// <summary>Networks that differ less in their number of weights do not differ in size, but in what they read and answer.</summary>
    private const double SizeStep = 1.2;

    /// <summary>Makes every figure the results have records for.</summary>
    /// <param name="variants">Variants of one experiment.</param>
    /// <returns>The figures in the order of a report; their names are unique.</returns>
    /// <exception cref="ArgumentException">The variants belong to several experiments.</exception>
    public static IReadOnlyList<Figure> All(IReadOnlyList<VariantResults> variants)
    {
        VariantMeasures[] measures = Measures(variants);
        return [.. new[] { Sharing(measures), Kept(measures) }.OfType<Figure>(), .. BetaFigures.Of(measures)];
    }

    /// <summary>Share of the kept weights that functions share, beside chance, against the size of the network.</summary>
    /// <param name="variants">Variants of one experiment.</param>
    /// <returns>Lines, or <see langword="null"/> where the variants are networks of several kinds, or do not differ clearly in size.</returns>
    /// <exception cref="ArgumentException">The variants belong to several experiments.</exception>
    public static Figure? SharingAgainstSize(IReadOnlyList<VariantResults> variants) => Sharing(Measures(variants));

    /// <summary>Number of kept weights per mask against the size of the network.</summary>
    /// <param name="variants">Variants of one experiment.</param>
    /// <returns>Lines, or <see langword="null"/> where the variants are networks of several kinds, or do not differ clearly in size.</returns>
    /// <exception cref="ArgumentException">The variants belong to several experiments.</exception>
    public static Figure? KeptAgainstSize(IReadOnlyList<VariantResults> variants) => Kept(Measures(variants));

    /// <summary>Accuracy with the own mask, accuracy of the other functions, and sharing, against the weight of the regulariser.</summary>
    /// <param name="variants">Variants of one experiment.</param>
    /// <returns>One figure per network size; none where beta does not differ.</returns>
    /// <exception cref="ArgumentException">The variants belong to several experiments.</exception>
    public static IReadOnlyList<Figure> AgainstBeta(IReadOnlyList<VariantResults> variants) => BetaFigures.Of(Measures(variants));

    internal static Color ColorOf(VariantMeasures measure, string mask) => new MaskPalette(measure.Variant)[mask];

    internal static Series Line(IEnumerable<VariantMeasures> measures, Func<VariantMeasures, double> x, Func<VariantMeasures, IntervalMean> value, double factor, Color color, SeriesStyle style = SeriesStyle.Main) =>
        new([.. measures
            .Select(measure => (X: x(measure), Value: value(measure)))
            .Where(point => point.X > 0 && point.Value.HasValue)
            .OrderBy(point => point.X)
            .Select(point => new SeriesPoint(point.X, factor * point.Value.Mean, factor * point.Value.Low, factor * point.Value.High))], color, style);

    internal static string Seeds(IReadOnlyList<VariantMeasures> measures)
    {
        int[] counts = [.. measures.Select(measure => measure.Variant.Runs.Count).Distinct().Order()];
        string number = counts.Length == 1 ? ReportText.Plural(counts[0], "seed") : $"{counts[0]} to {counts[^1]} seeds";
        return counts[^1] == 1 ? "One seed each." : $"Mean over {number}; error bars show the 95% bootstrap interval over the seeds.";
    }

    private static Figure? Sharing(VariantMeasures[] measures)
    {
        VariantMeasures[] sized = [.. Sized(measures).Where(measure => measure.Functions.Count > 0)];
        string[] masks = [.. sized.SelectMany(measure => measure.Functions).Distinct()];
        if (sized.Length < 2 || masks.Length == 0)
        {
            return null;
        }

        Series[] series =
        [
            .. masks.Select(mask => Line(sized, Size, measure => measure.Total(mask, Metrics.ChancePrefix + Metrics.Shared), 100, ColorOf(sized[0], mask), SeriesStyle.Chance)),
            .. masks.Select(mask => Line(sized, Size, measure => measure.Total(mask, Metrics.Shared), 100, ColorOf(sized[0], mask))),
        ];
        SeriesPlot plot = new([.. series.Where(line => line.Points.Count > 0)], Width)
        {
            XTitle = "maskable weights (logarithmic)",
            YTitle = "shared kept weights [%]",
            Tick = SizeTick(sized),
        };
        return new Figure("sharing-against-size", "Sharing against the size of the network", $"Share of each mask's kept weights that another function's mask keeps too. {Seeds(sized)}",
            "Rings: what independent masks of the same per-layer densities would share. Falling lines: the larger the network, the less its functions share, where all sizes were trained by one schedule.", Width, Height,
            [.. masks.Select(mask => new FigureLegendEntry(mask, ColorOf(sized[0], mask), LegendMark.Line)), new FigureLegendEntry("expected by chance", FigureTheme.MutedColor, LegendMark.Ring)],
            () => [new FigurePanel(plot.Build(), 6, 0, Width - 6, Height)]);
    }

    private static Figure? Kept(VariantMeasures[] measures)
    {
        VariantMeasures[] sized = [.. Sized(measures)];
        string[] masks = [.. sized.SelectMany(measure => measure.Masks).Distinct()];
        if (sized.Length < 2 || masks.Length == 0)
        {
            return null;
        }

        Series[] series = [.. masks.Select(mask => Line(sized, Size, measure => measure.Total(mask, Metrics.Kept), 1, ColorOf(sized[0], mask))).Where(line => line.Points.Count > 0)];
        SeriesPlot plot = new(series, Width)
        {
            XTitle = "maskable weights (logarithmic)",
            YTitle = "kept weights (logarithmic)",
            Tick = SizeTick(sized),
            HasLogarithmicValues = true,
        };
        return new Figure("kept-against-size", "Kept weights against the size of the network", $"Number of weights that each mask keeps. {Seeds(sized)}",
            "A flat line: the function needs as many weights in a large network as in a small one, where all sizes were trained by one schedule.", Width, Height,
            [.. masks.Select(mask => new FigureLegendEntry(mask, ColorOf(sized[0], mask), LegendMark.Line))], () => [new FigurePanel(plot.Build(), 6, 0, Width - 6, Height)]);
    }

    private static double Size(VariantMeasures measure) => measure.Maskable;

    /// <summary>The variants when size is what tells them apart: networks of one kind, each clearly larger than the one before.</summary>
    private static VariantMeasures[] Sized(VariantMeasures[] measures)
    {
        VariantMeasures[] known = [.. measures.Where(measure => measure.Maskable > 0).OrderBy(Size)];
        bool isOneKind = known.Select(measure => measure.Variant.Network).Distinct().Count() == 1;
        return isOneKind && known.Zip(known.Skip(1)).All(pair => Size(pair.Second) >= SizeStep * Size(pair.First)) ? known : [];
    }

    private static Func<double, string> SizeTick(VariantMeasures[] sized) => size =>
        $"{ShortNumber.Of(size)}\n{sized.First(measure => measure.Maskable.Equals(size)).Variant.Variant}";

    private static VariantMeasures[] Measures(IReadOnlyList<VariantResults> variants)
    {
        ArgumentNullException.ThrowIfNull(variants);
        string[] experiments = [.. variants.Select(variant => variant.Experiment).Distinct()];
        return experiments.Length > 1
            ? throw new ArgumentException($"The variants belong to the experiments {ReportText.List(experiments)}. Compare variants of one experiment.", nameof(variants))
            : [.. variants.Select(variant => new VariantMeasures(variant))];
    }
}
