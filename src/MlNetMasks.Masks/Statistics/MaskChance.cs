namespace MlNetMasks.Masks;

/// <summary>
/// The overlap that chance alone gives: two masks that keep as many weights in each layer as the given ones, chosen at random and independently.
/// The intersection is then hypergeometric per layer, and the layers add up.
/// </summary>
/// <remarks>
/// Intersections are drawn per layer by exact inversion, each layer from its own stream of the seed. The interval is the central 95% of the draws
/// (nearest rank, so its bounds are values that occur). Expected ratios are means over the same draws, corrected by the exactly known expected
/// intersection (a control variate): for IoMin that is exact, for IoU only the curvature is left to sampling error.
/// </remarks>
public static class MaskChance
{
    /// <summary>Number of draws where none is given: 1000.</summary>
    public const int DefaultDraws = 1000;

    private const int FewestDraws = 100;
    private const int MostDraws = 1_000_000;

    /// <summary>Overlap by chance over all layers.</summary>
    /// <param name="a">A mask.</param>
    /// <param name="b">A mask of an equal layout.</param>
    /// <param name="draws">Number of simulated overlaps, 100 to 1,000,000; default 1000.</param>
    /// <param name="seed">Seed of the simulation; default 0.</param>
    /// <returns>Expectation, variance, z-score of the observed intersection, and the ratios by chance.</returns>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of draws is out of range.</exception>
    public static ChanceOverlap Between(WeightMask a, WeightMask b, int draws = DefaultDraws, ulong seed = 0) =>
        Simulate(a, b, draws, seed, layers: null).Total;

    /// <summary>Overlap by chance of each layer, in the order of the layout.</summary>
    /// <param name="a">A mask.</param>
    /// <param name="b">A mask of an equal layout.</param>
    /// <param name="draws">Number of simulated overlaps, 100 to 1,000,000; default 1000.</param>
    /// <param name="seed">Seed of the simulation; default 0.</param>
    /// <returns>One result per layer.</returns>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of draws is out of range.</exception>
    public static IReadOnlyList<ChanceOverlap> PerLayer(WeightMask a, WeightMask b, int draws = DefaultDraws, ulong seed = 0) =>
        Simulate(a, b, draws, seed, layers: null).Layers;

    /// <summary>Overlap by chance of some layers, and of these together.</summary>
    /// <param name="a">A mask.</param>
    /// <param name="b">A mask of an equal layout.</param>
    /// <param name="draws">Number of simulated overlaps.</param>
    /// <param name="seed">Seed of the simulation.</param>
    /// <param name="layers">Indices of the layers that count; <see langword="null"/> for all. The draws of a layer do not depend on the others.</param>
    internal static (ChanceOverlap Total, ChanceOverlap[] Layers) Simulate(WeightMask a, WeightMask b, int draws, ulong seed, int[]? layers)
    {
        ArgumentNullException.ThrowIfNull(a);
        a.RequireSameLayout(b);
        if (draws is < FewestDraws or > MostDraws)
        {
            throw new ArgumentOutOfRangeException(nameof(draws), draws, "The number of draws must be from 100 to 1000000. Use the default of 1000.");
        }

        int[] counted = layers ?? [.. Enumerable.Range(0, a.Layout.Layers.Count)];
        ChanceOverlap[] overlaps = new ChanceOverlap[counted.Length];
        long[] totals = new long[draws];
        long[] intersections = new long[draws];
        double mean = 0;
        double variance = 0;
        for (int place = 0; place < counted.Length; place++)
        {
            int layer = counted[place];
            MaskLayer described = a.Layout.Layers[layer];
            HypergeometricDistribution distribution = new(described.Count, a.KeptIn(layer), b.KeptIn(layer));
            NamedRandom random = new(NamedRandom.Derive(seed, described.Name));
            for (int draw = 0; draw < draws; draw++)
            {
                intersections[draw] = distribution.Sample(random.NextDouble());
                totals[draw] += intersections[draw];
            }

            mean += distribution.Mean;
            variance += distribution.Variance;
            long observed = MaskStatistics.Intersection(a, b, layer);
            overlaps[place] = Summarize(intersections, observed, a.KeptIn(layer), b.KeptIn(layer), distribution.Mean, distribution.Variance);
        }

        return (Summarize(totals, MaskStatistics.Intersection(a, b, counted), a.KeptIn(counted), b.KeptIn(counted), mean, variance), overlaps);
    }

    private static ChanceOverlap Summarize(long[] intersections, long observed, long keptA, long keptB, double mean, double variance)
    {
        Array.Sort(intersections);
        long low = AtRank(intersections, 0.025);
        long high = AtRank(intersections, 0.975);
        double kept = (double)keptA + keptB;
        double iou = MaskStatistics.IoU(mean, keptA, keptB);

        // Slope of the IoU at the expected intersection: the draws' linear error is known and taken out.
        double slope = kept / ((kept - mean) * (kept - mean));
        double curvature = 0;
        foreach (long intersection in intersections)
        {
            curvature += MaskStatistics.IoU(intersection, keptA, keptB) - iou - (slope * (intersection - mean));
        }

        return new ChanceOverlap(
            mean,
            variance,
            variance > 0 ? (observed - mean) / Math.Sqrt(variance) : double.NaN,
            new ChanceInterval(iou + (curvature / intersections.Length), MaskStatistics.IoU(low, keptA, keptB), MaskStatistics.IoU(high, keptA, keptB)),
            new ChanceInterval(
                MaskStatistics.IoMin(mean, keptA, keptB), MaskStatistics.IoMin(low, keptA, keptB), MaskStatistics.IoMin(high, keptA, keptB)));
    }

    private static long AtRank(long[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
