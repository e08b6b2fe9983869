namespace MlNetMasks.Masks;

/// <summary>Turns the masks of a network into result records.</summary>
public static class MaskAnalysis
{
    /// <summary>
    /// Emits the statistics of every mask and of every pair of masks, first per layer, then in total (empty <see cref="ResultRecord.Layer"/>).
    /// </summary>
    /// <remarks>
    /// Each mask: kept, maskable, density; function masks also shared, and remaining when there is a control. Each unordered pair once, in the
    /// order of the set and with the control: iou, iomin, intersection, what chance gives for them, and intersection-z.
    /// </remarks>
    /// <param name="masks">The masks of the network.</param>
    /// <param name="experiment">Name of the experiment.</param>
    /// <param name="variant">Variant of the experiment.</param>
    /// <param name="seed">Root seed of the run; each pair's chance simulation draws from its own stream of it.</param>
    /// <returns>Records of the stage <c>analyze</c>.</returns>
    public static IReadOnlyList<ResultRecord> Records(MaskSet masks, string experiment, string variant, int seed)
    {
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(variant);
        List<ResultRecord> records = [];
        foreach (MaskEntry entry in masks)
        {
            AddMask(entry);
        }

        for (int first = 0; first < masks.Count; first++)
        {
            for (int second = first + 1; second < masks.Count; second++)
            {
                AddPair(masks[first].Mask, masks[second].Mask);
            }
        }

        return records;

        void AddMask(MaskEntry entry)
        {
            WeightMask mask = entry.Mask;
            bool isFunction = entry.Role == MaskRole.Function;
            WeightMask? control = isFunction ? masks.Control?.Mask : null;
            for (int layer = 0; layer < masks.Layout.Layers.Count; layer++)
            {
                MaskLayer described = masks.Layout.Layers[layer];
                AddMaskLevel(
                    mask, described.Name, mask.KeptIn(layer), described.Count, mask.DensityOf(layer),
                    isFunction ? MaskStatistics.Shared(masks, mask.Name, layer) : null,
                    control is null ? null : MaskStatistics.Remaining(mask, control, layer));
            }

            AddMaskLevel(
                mask, "", mask.Kept, masks.Layout.Count, mask.Density,
                isFunction ? MaskStatistics.Shared(masks, mask.Name) : null,
                control is null ? null : MaskStatistics.Remaining(mask, control));
            if (isFunction)
            {
                AddChance(mask, Metrics.Shared, ChanceShares.Shared(masks, mask));
            }

            if (control is not null)
            {
                AddChance(mask, Metrics.Remaining, ChanceShares.Remaining(mask, control));
            }
        }

        void AddChance(WeightMask mask, string metric, ChanceShares chance)
        {
            for (int layer = 0; layer < chance.Layers.Count; layer++)
            {
                Add(mask, "", masks.Layout.Layers[layer].Name, Metrics.ChancePrefix + metric, chance.Layers[layer]);
            }

            Add(mask, "", "", Metrics.ChancePrefix + metric, chance.Total);
        }

        void AddMaskLevel(WeightMask mask, string layer, long kept, long maskable, double density, double? shared, double? remaining)
        {
            Add(mask, "", layer, Metrics.Kept, kept);
            Add(mask, "", layer, Metrics.Maskable, maskable);
            Add(mask, "", layer, Metrics.Density, density);
            if (shared is double sharedShare)
            {
                Add(mask, "", layer, Metrics.Shared, sharedShare);
            }

            if (remaining is double remainingShare)
            {
                Add(mask, "", layer, Metrics.Remaining, remainingShare);
            }
        }

        void AddPair(WeightMask a, WeightMask b)
        {
            ulong pairSeed = NamedRandom.Derive((ulong)seed, a.Name, b.Name);
            (ChanceOverlap total, ChanceOverlap[] layers) = MaskChance.Simulate(a, b, MaskChance.DefaultDraws, pairSeed);
            for (int layer = 0; layer < layers.Length; layer++)
            {
                AddPairLevel(
                    a, b, masks.Layout.Layers[layer].Name, MaskStatistics.Intersection(a, b, layer), a.KeptIn(layer), b.KeptIn(layer), layers[layer]);
            }

            AddPairLevel(a, b, "", MaskStatistics.Intersection(a, b), a.Kept, b.Kept, total);
        }

        void AddPairLevel(WeightMask a, WeightMask b, string layer, long intersection, long keptA, long keptB, ChanceOverlap chance)
        {
            Add(a, b.Name, layer, Metrics.IoU, MaskStatistics.IoU(intersection, keptA, keptB));
            Add(a, b.Name, layer, Metrics.IoMin, MaskStatistics.IoMin(intersection, keptA, keptB));
            Add(a, b.Name, layer, Metrics.Intersection, intersection);
            AddInterval(a, b, layer, Metrics.IoU, chance.IoU);
            AddInterval(a, b, layer, Metrics.IoMin, chance.IoMin);
            Add(a, b.Name, layer, Metrics.ChancePrefix + Metrics.Intersection, chance.ExpectedIntersection);
            Add(a, b.Name, layer, Metrics.IntersectionZ, chance.IntersectionZ);
        }

        void AddInterval(WeightMask a, WeightMask b, string layer, string metric, ChanceInterval interval)
        {
            string name = Metrics.ChancePrefix + metric;
            Add(a, b.Name, layer, name, interval.Mean);
            Add(a, b.Name, layer, name + Metrics.LowSuffix, interval.Low);
            Add(a, b.Name, layer, name + Metrics.HighSuffix, interval.High);
        }

        void Add(WeightMask mask, string against, string layer, string metric, double value) => records.Add(new ResultRecord(
            experiment, variant, seed, Stages.Analyze, mask.Name, against, Condition.None, "", layer, "", null, metric, value));
    }
}
