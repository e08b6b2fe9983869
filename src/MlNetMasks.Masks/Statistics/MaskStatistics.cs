namespace MlNetMasks.Masks;

/// <summary>
/// How masks of one network overlap, per layer and in total. Totals are computed from counts summed over layers, not as means of layers.
/// A ratio over an empty mask is missing: NaN.
/// </summary>
public static class MaskStatistics
{
    // Sharing is counted block by block, so that the union of the others needs no memory of the layer's size.
    private const int BlockWords = 128;

    /// <summary>Number of weights that both masks keep: |A and B|.</summary>
    /// <param name="a">A mask.</param>
    /// <param name="b">A mask of an equal layout.</param>
    /// <returns>A count over all layers.</returns>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public static long Intersection(WeightMask a, WeightMask b)
    {
        Check(a, b);
        long common = 0;
        for (int layer = 0; layer < a.Layout.Layers.Count; layer++)
        {
            common += PackedBits.CountCommon(a.Words(layer), b.Words(layer));
        }

        return common;
    }

    /// <summary>Number of weights of one layer that both masks keep.</summary>
    /// <param name="a">A mask.</param>
    /// <param name="b">A mask of an equal layout.</param>
    /// <param name="layer">Index of the layer.</param>
    /// <returns>A count in the layer.</returns>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public static long Intersection(WeightMask a, WeightMask b, int layer)
    {
        Check(a, b);
        return PackedBits.CountCommon(a.Words(layer), b.Words(layer));
    }

    /// <summary>Intersection over union: |A and B| / |A or B|, over all layers.</summary>
    /// <param name="a">A mask.</param>
    /// <param name="b">A mask of an equal layout.</param>
    /// <returns>A value in [0, 1]; NaN when both masks are empty.</returns>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public static double IoU(WeightMask a, WeightMask b) => IoU(Intersection(a, b), a.Kept, b.Kept);

    /// <summary>Intersection over union of one layer.</summary>
    /// <param name="a">A mask.</param>
    /// <param name="b">A mask of an equal layout.</param>
    /// <param name="layer">Index of the layer.</param>
    /// <returns>A value in [0, 1]; NaN when both masks are empty in the layer.</returns>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public static double IoU(WeightMask a, WeightMask b, int layer) => IoU(Intersection(a, b, layer), a.KeptIn(layer), b.KeptIn(layer));

    /// <summary>Intersection over the smaller mask: |A and B| / min(|A|, |B|), over all layers.</summary>
    /// <param name="a">A mask.</param>
    /// <param name="b">A mask of an equal layout.</param>
    /// <returns>A value in [0, 1]; NaN when one of the masks is empty.</returns>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public static double IoMin(WeightMask a, WeightMask b) => IoMin(Intersection(a, b), a.Kept, b.Kept);

    /// <summary>Intersection over the smaller mask of one layer.</summary>
    /// <param name="a">A mask.</param>
    /// <param name="b">A mask of an equal layout.</param>
    /// <param name="layer">Index of the layer.</param>
    /// <returns>A value in [0, 1]; NaN when one of the masks is empty in the layer.</returns>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public static double IoMin(WeightMask a, WeightMask b, int layer) => IoMin(Intersection(a, b, layer), a.KeptIn(layer), b.KeptIn(layer));

    /// <summary>
    /// Share of a function mask's kept weights that the mask of at least one other function also keeps, over all layers. Of a function with several masks the first
    /// one counts: the union of replicates would grow with their number.
    /// Divided by this mask's kept weights, never by the union; the control does not count as a function, and layers that say nothing about overlap
    /// (<see cref="MaskEntry.IncomparableLayers"/>) do not count at all.
    /// </summary>
    /// <param name="masks">The masks of the network.</param>
    /// <param name="name">Name of a function mask.</param>
    /// <returns>A value in [0, 1], 0 when there is no other function; NaN when the mask is empty.</returns>
    /// <exception cref="ArgumentException">The mask is not that of a function.</exception>
    /// <exception cref="KeyNotFoundException">There is no such mask.</exception>
    public static double Shared(MaskSet masks, string name)
    {
        (WeightMask mask, WeightMask[] others) = FunctionAndOthers(masks, name);
        MaskEntry entry = masks.First(candidate => candidate.Mask.Name == name);
        int[] counted = [.. masks.Layout.Layers.Index().Where(layer => !entry.LeavesOut(layer.Item.Name)).Select(static layer => layer.Index)];
        return Ratio(counted.Sum(layer => CountShared(mask, others, layer)), mask.KeptIn(counted));
    }

    /// <summary>Share of a function mask's kept weights of one layer that the mask of at least one other function also keeps, the first one where it has several.</summary>
    /// <param name="masks">The masks of the network.</param>
    /// <param name="name">Name of a function mask.</param>
    /// <param name="layer">Index of the layer.</param>
    /// <returns>A value in [0, 1], 0 when there is no other function; NaN when the mask is empty in the layer.</returns>
    /// <exception cref="ArgumentException">The mask is not that of a function.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="KeyNotFoundException">There is no such mask.</exception>
    public static double Shared(MaskSet masks, string name, int layer)
    {
        (WeightMask mask, WeightMask[] others) = FunctionAndOthers(masks, name);
        return Ratio(CountShared(mask, others, layer), mask.KeptIn(layer));
    }

    /// <summary>Share of the control's kept weights that a mask also keeps: |A and control| / |control|, over all layers.</summary>
    /// <param name="mask">A mask.</param>
    /// <param name="control">The control mask of the same network.</param>
    /// <returns>A value in [0, 1]; NaN when the control is empty.</returns>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public static double Remaining(WeightMask mask, WeightMask control) => Ratio(Intersection(mask, control), control.Kept);

    /// <summary>Share of the control's kept weights of one layer that a mask also keeps.</summary>
    /// <param name="mask">A mask.</param>
    /// <param name="control">The control mask of the same network.</param>
    /// <param name="layer">Index of the layer.</param>
    /// <returns>A value in [0, 1]; NaN when the control is empty in the layer.</returns>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public static double Remaining(WeightMask mask, WeightMask control, int layer) =>
        Ratio(Intersection(mask, control, layer), control.KeptIn(layer));

    /// <summary>Share of the control's kept weights of some layers that a mask also keeps.</summary>
    internal static double Remaining(WeightMask mask, WeightMask control, int[] layers) => Ratio(Intersection(mask, control, layers), control.KeptIn(layers));

    /// <summary>Number of weights of some layers that both masks keep.</summary>
    internal static long Intersection(WeightMask a, WeightMask b, int[] layers) => layers.Sum(layer => Intersection(a, b, layer));

    internal static double IoU(double intersection, double keptA, double keptB) => Ratio(intersection, keptA + keptB - intersection);

    internal static double IoMin(double intersection, double keptA, double keptB) => Ratio(intersection, Math.Min(keptA, keptB));

    private static double Ratio(double part, double whole) => whole == 0 ? double.NaN : part / whole;

    private static void Check(WeightMask a, WeightMask b)
    {
        ArgumentNullException.ThrowIfNull(a);
        a.RequireSameLayout(b);
    }

    private static (WeightMask Mask, WeightMask[] Others) FunctionAndOthers(MaskSet masks, string name)
    {
        ArgumentNullException.ThrowIfNull(masks);
        WeightMask mask = masks[name];
        MaskEntry entry = masks.Functions.FirstOrDefault(function => function.Mask.Name == name)
            ?? throw new ArgumentException(
                $"{DisplayText.Quote(name)} is not the mask of a function (its role is {masks.First(other => other.Mask.Name == name).Role}); "
                + "sharing is defined between function masks. Ask for the name of a function mask.",
                nameof(name));
        return (mask, [.. masks.OfOtherFunctions(entry)]);
    }

    private static long CountShared(WeightMask mask, WeightMask[] others, int layer)
    {
        ReadOnlySpan<ulong> words = mask.Words(layer);
        Span<ulong> anyOther = stackalloc ulong[BlockWords];
        long shared = 0;
        for (int start = 0; start < words.Length; start += BlockWords)
        {
            ReadOnlySpan<ulong> block = words.Slice(start, Math.Min(BlockWords, words.Length - start));
            anyOther.Clear();
            foreach (WeightMask other in others)
            {
                ReadOnlySpan<ulong> otherBlock = other.Words(layer).Slice(start, block.Length);
                for (int i = 0; i < otherBlock.Length; i++)
                {
                    anyOther[i] |= otherBlock[i];
                }
            }

            shared += PackedBits.CountCommon(block, anyOther);
        }

        return shared;
    }
}
