using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>How many weights the masks keep and share, in words, always beside what chance gives.</summary>
internal static class SharingAnswer
{
    private const int MostPairs = 3;

    public static IReadOnlyList<string> Sentences(VariantResults variant)
    {
        List<string> sentences = [];
        Dictionary<string, SeedMean> density = SeedMean.By(
            variant.Records.Where(record => record.Metric == Metrics.Density && record.Layer.Length == 0 && record.Mask.Length > 0), record => record.Mask);
        string[] masks = [.. variant.Masks.Where(density.ContainsKey)];
        if (masks.Length is > 0 and <= 4)
        {
            sentences.Add($"Kept weights: {ReportText.List([.. masks.Select(mask => $"{mask} {ReportText.Percent(density[mask].Mean)}")])} of the maskable weights.");
        }
        else if (masks.Length > 4)
        {
            string least = masks.MinBy(mask => density[mask].Mean)!;
            string most = masks.MaxBy(mask => density[mask].Mean)!;
            sentences.Add($"Kept weights: from {ReportText.Percent(density[least].Mean)} ({least}) to {ReportText.Percent(density[most].Mean)} ({most}) of the maskable weights.");
        }

        OverlapTable overlap = new(variant, OverlapMeasure.IoMin);
        MaskPair[] pairs = [.. overlap.Pairs.Where(pair =>
            pair.Mask != variant.ControlMask && pair.Against != variant.ControlMask && variant.FunctionOf(pair.Mask) != variant.FunctionOf(pair.Against) && overlap.Observed(pair, "").HasValue)];
        sentences.AddRange(pairs.Length <= MostPairs ? pairs.Select(pair => OfPair(overlap, pair)) : [OfMany(overlap, pairs)]);
        return sentences;
    }

    private static string OfPair(OverlapTable overlap, MaskPair pair)
    {
        double observed = overlap.Observed(pair, "").Mean;
        string sentence = $"The masks {pair.Mask} and {pair.Against} share {ReportText.Percent(observed)} of the smaller mask (IoMin)";
        if (overlap.Chance(pair, "") is not { } chance)
        {
            return sentence + ".";
        }

        string comparison = double.IsNaN(chance.Low) ? (observed > chance.Expected ? "more than" : "less than")
            : observed > chance.High ? "more than" : observed < chance.Low ? "less than" : "no more and no less than";
        string interval = double.IsNaN(chance.Low) ? "" : $", {ReportText.Percent(chance.Low)} to {ReportText.Percent(chance.High)}";
        return $"{sentence}, {comparison} the {ReportText.Percent(chance.Expected)} that independent masks of the same per-layer densities would share{interval}.";
    }

    private static string OfMany(OverlapTable overlap, MaskPair[] pairs)
    {
        SeedMean observed = SeedMean.Of(pairs.Select(pair => overlap.Observed(pair, "").Mean));
        SeedMean chance = SeedMean.Of(pairs.Select(pair => overlap.Chance(pair, "")?.Expected ?? double.NaN));
        string beside = chance.HasValue ? $"; independent masks of the same per-layer densities would share {ReportText.Percent(chance.Mean)}" : "";
        return $"Over {pairs.Length} pairs, two function masks share {ReportText.Percent(observed.Mean)} of the smaller mask (IoMin) on average{beside}.";
    }
}
