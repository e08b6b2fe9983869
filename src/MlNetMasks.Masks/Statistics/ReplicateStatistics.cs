namespace MlNetMasks.Masks;

/// <summary>How much masks of one function, learned from different seeds, have in common.</summary>
public static class ReplicateStatistics
{
    /// <summary>
    /// Number of weights that exactly k of the masks keep, for k from 0 to the number of masks, over one layer or all of them.
    /// </summary>
    /// <param name="masks">Masks of equal layouts, at least one.</param>
    /// <param name="layer">Index of the layer; <see langword="null"/> for all layers together.</param>
    /// <returns>One count per k; they sum to the number of maskable weights.</returns>
    /// <exception cref="ArgumentException">There is no mask, or the layouts differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public static IReadOnlyList<long> SelectionCounts(IReadOnlyList<WeightMask> masks, int? layer = null)
    {
        ArgumentNullException.ThrowIfNull(masks);
        if (masks.Count == 0)
        {
            throw new ArgumentException("There is no mask to count. Give the replicates of one function.", nameof(masks));
        }

        foreach (WeightMask mask in masks)
        {
            masks[0].RequireSameLayout(mask);
        }

        long[] counts = new long[masks.Count + 1];
        MaskLayout layout = masks[0].Layout;
        foreach (int index in layer is { } one ? [one] : Enumerable.Range(0, layout.Layers.Count))
        {
            AddLayer(masks, index, counts);
            counts[0] += layout.Layers[index].Count;
        }

        // Whatever no mask keeps is what is left.
        counts[0] -= counts[1..].Sum();
        return counts;
    }

    /// <summary>Counts kept weights 64 at a time: plane p holds bit p of the number of masks that keep each weight.</summary>
    private static void AddLayer(IReadOnlyList<WeightMask> masks, int layer, long[] counts)
    {
        int planeCount = 32 - int.LeadingZeroCount(masks.Count);
        ulong[] planes = new ulong[planeCount];
        int wordCount = masks[0].Words(layer).Length;
        for (int word = 0; word < wordCount; word++)
        {
            Array.Clear(planes);
            foreach (WeightMask mask in masks)
            {
                ulong carry = mask.Words(layer)[word];
                for (int plane = 0; carry != 0; plane++)
                {
                    (planes[plane], carry) = (planes[plane] ^ carry, planes[plane] & carry);
                }
            }

            for (int k = 1; k < counts.Length; k++)
            {
                ulong equal = ulong.MaxValue;
                for (int plane = 0; plane < planeCount; plane++)
                {
                    equal &= (k >> plane & 1) != 0 ? planes[plane] : ~planes[plane];
                }

                counts[k] += (long)ulong.PopCount(equal);
            }
        }
    }
}
