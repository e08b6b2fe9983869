namespace MlNetMasks.Analysis;

/// <summary>The tables of functions that were learned one after another; each is <see langword="null"/> where the results hold nothing for it.</summary>
internal static class TransferTables
{
    public static ReportTable? Reused(VariantResults variant)
    {
        TransferTable table = new(variant);
        return table.Later.Count == 0 ? null : new ReportTable(
            $"Share of a function's kept weights that earlier functions keep too, per layer that later functions can use{(variant.Runs.Count == 1 ? "" : $", mean over {variant.Runs.Count} seeds with its 95% bootstrap interval")}; and what chance gives.",
            ["layer", .. table.Later],
            [.. table.Layers.Append("").Select(layer => (IReadOnlyList<string>)
                [layer.Length == 0 ? "in all" : layer, .. table.Later.Select(function => Interval(table.ReusedInterval(function, layer)) + Chance(table.Chance(function, layer)))])]);
    }

    public static ReportTable? Retained(VariantResults variant)
    {
        TransferTable table = new(variant);
        return table.Functions.Count < 2 ? null : new ReportTable(
            $"Accuracy of each function (columns) when it and each later function (rows) had been learned{Spread(variant)}.",
            ["after", .. table.Functions],
            [.. table.Functions.Select(later => (IReadOnlyList<string>)[later, .. table.Functions.Select(function => ReportText.Percent(table.Retained(function, later)))])]);
    }

    private static string Interval(IntervalMean share) => !share.HasValue ? ReportText.Missing
        : ReportText.Percent(share.Mean) + (double.IsNaN(share.Low) ? "" : $" ({ReportText.Percent(share.Low)} to {ReportText.Percent(share.High)})");

    private static string Chance(ChanceLevel? chance) => chance is { } level ? $"; {ReportText.Percent(level.Expected)} by chance" : "";

    private static string Spread(VariantResults variant) => variant.Runs.Count == 1 ? "" : $", mean ± standard deviation over {variant.Runs.Count} seeds";
}
