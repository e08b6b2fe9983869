namespace MlNetMasks.Masks;

/// <summary>
/// How many of a function's weights earlier functions keep too, where functions are learned one after another on one network and only what earlier ones do not keep is
/// learned anew (paper, section 3).
/// </summary>
public static class ReuseAnalysis
{
    private const int Draws = 1000;

    /// <summary>
    /// Emits, for every function but the first, <c>reused</c> per layer and in total (empty <see cref="ResultRecord.Layer"/>), beside <c>chance-reused</c> with the central 95%
    /// of what a random mask of the same densities would share with the weights that earlier masks keep together.
    /// </summary>
    /// <param name="masks">The masks in the order in which they were learned.</param>
    /// <param name="isReusable">Whether later functions can use a layer's weights, by the layer's index; other layers are in no record.</param>
    /// <param name="experiment">Name of the experiment.</param>
    /// <param name="variant">Variant of the experiment.</param>
    /// <param name="seed">Root seed of the run; chance is drawn from a stream of it.</param>
    /// <returns>Records of the stage <c>analyze</c>; NaN where a mask keeps nothing.</returns>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public static IReadOnlyList<ResultRecord> Records(IReadOnlyList<WeightMask> masks, Func<int, bool> isReusable, string experiment, string variant, int seed)
    {
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(isReusable);
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(variant);
        List<ResultRecord> records = [];
        for (int function = 1; function < masks.Count; function++)
        {
            WeightMask mask = masks[function];
            WeightMask used = masks.Take(function).Aggregate((union, next) => union.Or(next, "used"));
            mask.RequireSameLayout(used);
            (long reused, long kept, double expected) = (0, 0, 0);
            long[] totals = new long[Draws];
            for (int layer = 0; layer < mask.Layout.Layers.Count; layer++)
            {
                if (!isReusable(layer))
                {
                    continue;
                }

                MaskLayer described = mask.Layout.Layers[layer];
                long common = MaskStatistics.Intersection(mask, used, layer);
                HypergeometricDistribution chance = new(described.Count, mask.KeptIn(layer), used.KeptIn(layer));
                NamedRandom random = new(NamedRandom.Derive((ulong)seed, "reused", mask.Name, described.Name));
                long[] draws = new long[Draws];
                for (int draw = 0; draw < Draws; draw++)
                {
                    draws[draw] = chance.Sample(random.NextDouble());
                    totals[draw] += draws[draw];
                }

                Add(mask, described.Name, common, chance.Mean, draws, mask.KeptIn(layer));
                (reused, kept, expected) = (reused + common, kept + mask.KeptIn(layer), expected + chance.Mean);
            }

            Add(mask, "", reused, expected, totals, kept);
        }

        return records;

        void Add(WeightMask mask, string layer, long reused, double expected, long[] draws, long kept)
        {
            Array.Sort(draws);
            const string chance = Metrics.ChancePrefix + Metrics.Reused;
            (string Metric, double Count)[] values =
            [
                (Metrics.Reused, reused), (chance, expected),
                (chance + Metrics.LowSuffix, draws[(int)Math.Ceiling(0.025 * Draws) - 1]), (chance + Metrics.HighSuffix, draws[(int)Math.Ceiling(0.975 * Draws) - 1]),
            ];
            records.AddRange(values.Select(value => new ResultRecord(
                experiment, variant, seed, Stages.Analyze, mask.Name, "", Condition.None, "", layer, "", null, value.Metric, kept == 0 ? double.NaN : value.Count / kept)));
        }
    }
}
