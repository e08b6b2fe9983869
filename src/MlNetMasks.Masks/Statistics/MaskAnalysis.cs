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
            AddSelection(function.Key, [.. masks.Functions.Where(entry => entry.Function == function.Key).Select(static entry => entry.Mask)]);
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
                AddChance(mask, Metrics.Shared, ChanceShares.Shared(masks, entry));
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

        void AddPair(MaskEntry first, MaskEntry second)
        {
            (WeightMask a, WeightMask b) = (first.Mask, second.Mask);
            ulong pairSeed = NamedRandom.Derive((ulong)seed, a.Name, b.Name);
            (ChanceOverlap total, ChanceOverlap[] layers) = MaskChance.Simulate(a, b, MaskChance.DefaultDraws, pairSeed);
            for (int layer = 0; layer < layers.Length; layer++)
            {
                AddPairLevel(
                    a, b, masks.Layout.Layers[layer].Name, MaskStatistics.Intersection(a, b, layer), a.KeptIn(layer), b.KeptIn(layer), layers[layer]);
            }

            AddPairLevel(a, b, "", MaskStatistics.Intersection(a, b), a.Kept, b.Kept, total);
            if (first.Role == MaskRole.Function && second.Role == MaskRole.Function && first.Function == second.Function)
            {
                replicates.Add(new ReplicatePair(first.Function, a, b, total, layers));
            }
        }

        void AddStability(string function, ReplicatePair[] pairs)
        {
            for (int layer = 0; layer < masks.Layout.Layers.Count; layer++)
            {
                string name = masks.Layout.Layers[layer].Name;
                AddTo(function, name, "", Metrics.Stability, MeanOfKnown(pairs.Select(pair => MaskStatistics.IoU(pair.A, pair.B, layer))));
                AddTo(function, name, "", Metrics.ChancePrefix + Metrics.Stability, MeanOfKnown(pairs.Select(pair => pair.Layers[layer].IoU.Mean)));
            }

            AddTo(function, "", "", Metrics.Stability, MeanOfKnown(pairs.Select(static pair => MaskStatistics.IoU(pair.A, pair.B))));
            AddTo(function, "", "", Metrics.ChancePrefix + Metrics.Stability, MeanOfKnown(pairs.Select(static pair => pair.Total.IoU.Mean)));
        }

        void AddSelection(string function, WeightMask[] members)
        {
            for (int layer = 0; layer < masks.Layout.Layers.Count; layer++)
            {
                AddSelectionLevel(function, masks.Layout.Layers[layer].Name, ReplicateStatistics.SelectionCounts(members, layer), masks.Layout.Layers[layer].Count);
            }

            AddSelectionLevel(function, "", ReplicateStatistics.SelectionCounts(members), masks.Layout.Count);
        }

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

    private sealed record ReplicatePair(string Function, WeightMask A, WeightMask B, ChanceOverlap Total, IReadOnlyList<ChanceOverlap> Layers);
}
