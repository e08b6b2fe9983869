using System.Globalization;

namespace MlNetMasks.Masks;

/// <summary>Turns the masks of a network into result records.</summary>
public static class MaskAnalysis
{
    /// <summary>
    /// Emits the statistics of every mask and of every pair of masks, first per layer, then in total (empty <see cref="ResultRecord.Layer"/>).
    /// </summary>
    /// <remarks>
    /// Each mask: kept, maskable, density; function masks also shared, and remaining when there is a control. Each unordered pair once, in the
    /// order of the set and with the control: iou, iomin, intersection, what chance gives for them, and intersection-z. Masks on re-initialised weights and
    /// those made by expressions only have kept, maskable, density. Each function with several masks: stability with its chance level, and selection.
    /// Layers that say nothing about overlap (<see cref="MaskEntry.IncomparableLayers"/>) have kept, maskable and density only: they are left out of shared and
    /// remaining of that mask, and out of everything about a pair for which they are incomparable, from the totals too.
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
        List<ReplicatePair> replicates = [];
        foreach (MaskEntry entry in masks)
        {
            AddMask(entry);
        }

        MaskEntry[] comparable = [.. masks.Where(static entry => entry.IsComparable)];
        for (int first = 0; first < comparable.Length; first++)
        {
            for (int second = first + 1; second < comparable.Length; second++)
            {
                AddPair(comparable[first], comparable[second]);
            }
        }

        foreach (IGrouping<string, ReplicatePair> function in replicates.GroupBy(static pair => pair.Function))
        {
            AddStability(function.Key, [.. function]);
            AddSelection(function.Key, [.. masks.Functions.Where(entry => entry.Function == function.Key)]);
        }

        return records;

        void AddMask(MaskEntry entry)
        {
            WeightMask mask = entry.Mask;
            bool isFunction = entry.Role == MaskRole.Function;
            WeightMask? control = isFunction ? masks.Control?.Mask : null;
            int[] counted = Learned(entry);
            for (int layer = 0; layer < masks.Layout.Layers.Count; layer++)
            {
                MaskLayer described = masks.Layout.Layers[layer];
                bool isLearned = counted.Contains(layer);
                AddMaskLevel(
                    mask, described.Name, mask.KeptIn(layer), described.Count, mask.DensityOf(layer),
                    isFunction && isLearned ? MaskStatistics.Shared(masks, mask.Name, layer) : null,
                    control is null || !isLearned ? null : MaskStatistics.Remaining(mask, control, layer));
            }

            AddMaskLevel(
                mask, "", mask.Kept, masks.Layout.Count, mask.Density,
                isFunction ? MaskStatistics.Shared(masks, mask.Name) : null,
                control is null ? null : MaskStatistics.Remaining(mask, control, counted));
            if (isFunction)
            {
                AddChance(mask, Metrics.Shared, ChanceShares.Shared(masks, entry, counted));
            }

            if (control is not null)
            {
                AddChance(mask, Metrics.Remaining, ChanceShares.Remaining(mask, control, counted));
            }
        }

        void AddChance(WeightMask mask, string metric, ChanceShares chance)
        {
            foreach ((int layer, double share) in chance.Layers)
            {
                Add(mask, "", masks.Layout.Layers[layer].Name, Metrics.ChancePrefix + metric, share);
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

        void AddPair(MaskEntry first, MaskEntry second)
        {
            (WeightMask a, WeightMask b) = (first.Mask, second.Mask);
            ulong pairSeed = NamedRandom.Derive((ulong)seed, a.Name, b.Name);
            int[] counted = LayersWhere(layer => !MaskEntry.AreIncomparable(first, second, layer));
            (ChanceOverlap total, ChanceOverlap[] layers) = MaskChance.Simulate(a, b, MaskChance.DefaultDraws, pairSeed, counted);
            foreach ((int place, int layer) in counted.Index())
            {
                AddPairLevel(
                    a, b, masks.Layout.Layers[layer].Name, MaskStatistics.Intersection(a, b, layer), a.KeptIn(layer), b.KeptIn(layer), layers[place]);
            }

            AddPairLevel(a, b, "", MaskStatistics.Intersection(a, b, counted), a.KeptIn(counted), b.KeptIn(counted), total);
            if (first.Role == MaskRole.Function && second.Role == MaskRole.Function && first.Function == second.Function)
            {
                replicates.Add(new ReplicatePair(first.Function, a, b, total, counted, layers));
            }
        }

        void AddStability(string function, ReplicatePair[] pairs)
        {
            for (int layer = 0; layer < masks.Layout.Layers.Count; layer++)
            {
                string name = masks.Layout.Layers[layer].Name;
                ReplicatePair[] counting = [.. pairs.Where(pair => pair.Counted.Contains(layer))];
                if (counting.Length > 0)
                {
                    AddTo(function, name, "", Metrics.Stability, MeanOfKnown(counting.Select(pair => MaskStatistics.IoU(pair.A, pair.B, layer))));
                    AddStabilityByChance(function, name, [.. counting.Select(pair => pair.Of(layer).IoU)]);
                }
            }

            AddTo(function, "", "", Metrics.Stability, MeanOfKnown(pairs.Select(static pair =>
                MaskStatistics.IoU(MaskStatistics.Intersection(pair.A, pair.B, pair.Counted), pair.A.KeptIn(pair.Counted), pair.B.KeptIn(pair.Counted)))));
            AddStabilityByChance(function, "", [.. pairs.Select(static pair => pair.Total.IoU)]);
        }

        // Of several pairs the mean of their intervals: wider than that of the mean, so that it never claims too much.
        void AddStabilityByChance(string function, string layer, ChanceInterval[] pairs)
        {
            const string name = Metrics.ChancePrefix + Metrics.Stability;
            AddTo(function, layer, "", name, MeanOfKnown(pairs.Select(static pair => pair.Mean)));
            AddTo(function, layer, "", name + Metrics.LowSuffix, MeanOfKnown(pairs.Select(static pair => pair.Low)));
            AddTo(function, layer, "", name + Metrics.HighSuffix, MeanOfKnown(pairs.Select(static pair => pair.High)));
        }

        void AddSelection(string function, MaskEntry[] entries)
        {
            WeightMask[] members = [.. entries.Select(static entry => entry.Mask)];
            int[] counted = LayersWhere(layer => !entries.All(entry => entry.LeavesOut(layer)));
            long[] total = new long[members.Length + 1];
            foreach (int layer in counted)
            {
                IReadOnlyList<long> counts = ReplicateStatistics.SelectionCounts(members, layer);
                AddSelectionLevel(function, masks.Layout.Layers[layer].Name, counts, masks.Layout.Layers[layer].Count);
                for (int k = 0; k < total.Length; k++)
                {
                    total[k] += counts[k];
                }
            }

            AddSelectionLevel(function, "", total, counted.Sum(layer => (long)masks.Layout.Layers[layer].Count));
        }

        int[] Learned(MaskEntry entry) => LayersWhere(layer => !entry.LeavesOut(layer));

        int[] LayersWhere(Func<string, bool> isCounted) =>
            [.. masks.Layout.Layers.Index().Where(layer => isCounted(layer.Item.Name)).Select(static layer => layer.Index)];

        void AddSelectionLevel(string function, string layer, IReadOnlyList<long> counts, long maskable)
        {
            for (int k = 0; k < counts.Count; k++)
            {
                AddTo(function, layer, k.ToString(CultureInfo.InvariantCulture), Metrics.Selection, (double)counts[k] / maskable);
            }
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

        void AddTo(string function, string layer, string unit, string metric, double value) => records.Add(new ResultRecord(
            experiment, variant, seed, Stages.Analyze, function, "", Condition.None, "", layer, unit, null, metric, value));

        void Add(WeightMask mask, string against, string layer, string metric, double value) => records.Add(new ResultRecord(
            experiment, variant, seed, Stages.Analyze, mask.Name, against, Condition.None, "", layer, "", null, metric, value));
    }

    /// <summary>The mean of the values that are defined: two masks that are both empty in a layer have no overlap to speak of.</summary>
    private static double MeanOfKnown(IEnumerable<double> values) => values.Where(static value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    private sealed record ReplicatePair(string Function, WeightMask A, WeightMask B, ChanceOverlap Total, int[] Counted, ChanceOverlap[] Layers)
    {
        /// <summary>What chance gives in a layer that counts.</summary>
        public ChanceOverlap Of(int layer) => Layers[Array.IndexOf(Counted, layer)];
    }
}
