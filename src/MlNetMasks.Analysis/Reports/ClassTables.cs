using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>The tables of masks that leave classes out and of gradients; each is missing where the results hold nothing for it.</summary>
internal static class ClassTables
{
    /// <summary>A row per mask that leaves classes out.</summary>
    public static ReportTable? Drops(VariantResults variant)
    {
        ClassTable table = new(variant);
        Dictionary<string, SeedMean> remaining = SeedMean.By(
            variant.Records.Where(record => record.Metric == Metrics.Remaining && record.Layer.Length == 0), record => record.Mask);
        string[] Set((string Mask, string Set) row) => table.Sets.Count > 1 ? [row.Set] : [];
        return table.Rows.Count == 0 ? null : new ReportTable(
            $"Relative drop of accuracy, control minus mask divided by control{Spread(variant)}. An increase of the other classes counts as 0. Remaining: share of the control's kept weights that the mask keeps, without layers taken over from the control.",
            ["mask", "left out", .. table.Sets.Count > 1 ? ["evaluation set"] : Array.Empty<string>(), "drop of what is left out", "mean drop of the others", "largest other / left out", "remaining"],
            [.. table.Rows.Select(row => (IReadOnlyList<string>)
            [
                row.Mask, table.LeftOut(row), .. Set(row), ReportText.Percent(table.Total(row, Metrics.TargetDrop)), ReportText.Percent(table.Total(row, Metrics.MeanOtherDrop)),
                ReportText.Share(table.Total(row, Metrics.LargestOtherToTarget)), ReportText.Percent(remaining.GetValueOrDefault(row.Mask, SeedMean.Missing)),
            ])]);
    }

    /// <summary>A row per number of masked modules, a column per mask.</summary>
    public static ReportTable? GradientCosine(VariantResults variant)
    {
        Dictionary<(string Mask, int Count), SeedMean> values = GradientCosines(variant);
        string[] masks = [.. variant.Masks.Where(mask => values.Keys.Any(key => key.Mask == mask))];
        return masks.Length == 0 ? null : new ReportTable(
            $"Cosine between the gradient of the whole network and of the network with the mask on its last modules, over the weights that the mask keeps{Spread(variant)}.",
            ["masked modules", .. masks],
            [.. values.Keys.Select(key => key.Count).Distinct().Order().Select(count => (IReadOnlyList<string>)
            [
                count.ToString(CultureInfo.InvariantCulture), .. masks.Select(mask => ReportText.Share(values.GetValueOrDefault((mask, count), SeedMean.Missing))),
            ])]);
    }

    /// <summary>The cosines by mask and number of masked modules.</summary>
    public static Dictionary<(string Mask, int Count), SeedMean> GradientCosines(VariantResults variant) => SeedMean.By(
        variant.Records.Where(record => record.Metric == Metrics.GradientCosine && int.TryParse(record.Unit, NumberStyles.None, CultureInfo.InvariantCulture, out _)),
        record => (record.Mask, int.Parse(record.Unit, NumberStyles.None, CultureInfo.InvariantCulture)));

    private static string Spread(VariantResults variant) => variant.Runs.Count == 1 ? "" : $", mean ± standard deviation over {variant.Runs.Count} seeds";
}
