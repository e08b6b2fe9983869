namespace MlNetMasks.Masks;

/// <summary>What independent masks of the same densities per layer would share or retain: exact expectations, per layer and in total.</summary>
/// <param name="Layers">One share per layer that counts, with the layer's index; NaN where it would divide by an empty mask.</param>
/// <param name="Total">The share over these layers.</param>
internal sealed record ChanceShares(IReadOnlyList<(int Layer, double Share)> Layers, double Total)
{
    /// <summary>
    /// Of a mask's kept weights in a layer, the share 1 - product over one mask of each other function of (1 - density) is kept by another one too.
    /// </summary>
    public static ChanceShares Shared(MaskSet masks, MaskEntry entry, int[] counted)
    {
        WeightMask[] others = [.. masks.OfOtherFunctions(entry)];
        return Of(entry.Mask, counted, layer => entry.Mask.KeptIn(layer) * (1 - others.Aggregate(1.0, (none, other) => none * (1 - other.DensityOf(layer)))));
    }

    /// <summary>Of the control's kept weights in a layer, the share that the mask's density says is kept by the mask too (hypergeometric mean).</summary>
    public static ChanceShares Remaining(WeightMask mask, WeightMask control, int[] counted) => Of(control, counted, layer => control.KeptIn(layer) * mask.DensityOf(layer));

    private static ChanceShares Of(WeightMask divisor, int[] counted, Func<int, double> expected)
    {
        double[] counts = [.. counted.Select(expected)];
        return new ChanceShares([.. counted.Select((layer, place) => (layer, counts[place] / divisor.KeptIn(layer)))], counts.Sum() / divisor.KeptIn(counted));
    }
}
