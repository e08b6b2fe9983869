using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>The tables of one variant.</summary>
internal static class ReportTables
{
    public static void Accuracy(HtmlWriter html, VariantResults variant)
    {
        AccuracyTable table = new(variant);
        if (table.Rows.Count > 0)
        {
            html.Table($"Accuracy per condition (rows) and evaluation set (columns){Spread(variant)}.", ["condition", .. variant.DataSets],
                table.Rows.Select((row, r) => (IReadOnlyList<string>)[row.Label, .. variant.DataSets.Select((_, set) => AccuracyCell(table, r, set))]));
        }
    }

    public static void Masks(HtmlWriter html, VariantResults variant)
    {
        Dictionary<(string Mask, string Metric), SeedMean> totals = SeedMean.By(
            variant.Records.Where(record => record.Stage == Stages.Analyze && record.Layer.Length == 0 && record.Against.Length == 0 && record.Mask.Length > 0),
            record => (record.Mask, record.Metric));
        string[] masks = [.. variant.Masks.Where(mask => totals.ContainsKey((mask, Metrics.Kept)))];
        if (masks.Length == 0)
        {
            return;
        }

        SeedMean Value(string mask, string metric) => totals.GetValueOrDefault((mask, metric), SeedMean.Missing);
        html.Element("h3", "Masks").Table(
            $"Weights over all layers{Spread(variant)}. Shared: share of the mask's kept weights that another function's mask keeps too. Remaining: share of the control's kept weights that the mask keeps.",
            ["mask", "kept", "maskable", "density", "shared", "remaining"],
            masks.Select(mask => (IReadOnlyList<string>)
            [
                mask == variant.ControlMask && mask != "control" ? $"{mask} (control)" : mask, ReportText.Count(Value(mask, Metrics.Kept)), Maskable(Value(mask, Metrics.Maskable)),
                ReportText.Percent(Value(mask, Metrics.Density)), ReportText.Percent(Value(mask, Metrics.Shared)), ReportText.Percent(Value(mask, Metrics.Remaining)),
            ]));
    }

    public static void Overlaps(HtmlWriter html, VariantResults variant)
    {
        OverlapTable iou = new(variant, OverlapMeasure.IoU);
        OverlapTable iomin = new(variant, OverlapMeasure.IoMin);
        MaskPair[] pairs = [.. iou.Pairs.Union(iomin.Pairs).Where(pair => iou.Observed(pair, "").HasValue || iomin.Observed(pair, "").HasValue)];
        if (pairs.Length > 0)
        {
            html.Element("h3", "Overlap of the masks").Table(
                $"Overlap over all layers{Spread(variant)}, beside what independent masks of the same per-layer densities would give (95% interval). z: distance of the intersection from chance in standard deviations.",
                ["masks", "IoU", "IoU by chance", "IoMin", "IoMin by chance", "z"],
                pairs.Select(pair => (IReadOnlyList<string>)
                [
                    $"{pair.Mask} and {pair.Against}", ReportText.Share(iou.Observed(pair, "")), ReportText.Chance(iou.Chance(pair, "")),
                    ReportText.Share(iomin.Observed(pair, "")), ReportText.Chance(iomin.Chance(pair, "")), ReportText.Signed(iomin.Value(pair, "", Metrics.IntersectionZ)),
                ]));
        }
    }

    public static void Gates(HtmlWriter html, VariantResults variant)
    {
        (int Seed, RunGate Gate)[] gates = [.. variant.Runs.SelectMany(run => run.Info.Gates.Select(gate => (run.Info.Seed, gate)))];
        if (gates.Length == 0)
        {
            return;
        }

        html.Element("h3", "Quality gates").Open("div", ("class", "scroll")).Open("table").Element("caption", "Every gate of every seed.").Open("thead").Open("tr");
        foreach ((string head, string kind) in (ReadOnlySpan<(string, string)>)[("gate", "text"), ("metric", "text"), ("expected", "number"), ("actual", "number"), ("seed", "number"), ("result", "text")])
        {
            html.Element("th", head, ("scope", "col"), ("class", kind));
        }

        html.Close("tr").Close("thead").Open("tbody");
        foreach ((int seed, RunGate gate) in gates.OrderBy(gate => gate.Gate.Passed))
        {
            html.Open("tr").Element("th", gate.Name, ("scope", "row")).Element("td", gate.Metric, ("class", "text"))
                .Element("td", gate.Expected, ("class", "number")).Element("td", ReportText.Number(gate.Actual), ("class", "number"))
                .Element("td", seed.ToString(System.Globalization.CultureInfo.InvariantCulture), ("class", "number"))
                .Element("td", gate.Passed ? "passed" : "failed", ("class", gate.Passed ? "good" : "bad")).Close("tr");
        }

        html.Close("tbody").Close("table").Close("div");
    }

    /// <summary>An accuracy; that of random masks with the least and the largest draw.</summary>
    private static string AccuracyCell(AccuracyTable table, int row, int set) => table.Range(row, set) is { } range
        ? $"{ReportText.Percent(table[row, set])} ({ReportText.Percent(range.Low)} to {ReportText.Percent(range.High)})"
        : ReportText.Percent(table[row, set]);

    private static string Maskable(SeedMean value) => value.HasValue ? ReportText.Count(value.Mean) : ReportText.Missing;

    private static string Spread(VariantResults variant) => variant.Runs.Count == 1 ? "" : $", mean ± standard deviation over {variant.Runs.Count} seeds";
}
