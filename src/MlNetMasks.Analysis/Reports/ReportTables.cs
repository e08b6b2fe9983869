using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>The tables of one variant; each is <see langword="null"/> where the results hold nothing for it.</summary>
internal static class ReportTables
{
    /// <summary>The layers whose overlap would say nothing.</summary>
    private const string Uncounted = "layers that are equal by construction or learned for one function alone";

    public static ReportTable? Accuracy(VariantResults variant)
    {
        AccuracyTable table = new(variant);
        return table.Rows.Count == 0 ? null : new ReportTable(
            $"Accuracy per condition (rows) and evaluation set (columns){Spread(variant)}.", ["condition", .. variant.DataSets],
            [.. table.Rows.Select((row, r) => (IReadOnlyList<string>)[row.Label, .. variant.DataSets.Select((set, s) => ReportText.Percent(table[r, s]) + Range(table.Range(row.Mask, row.Condition, set)))])]);
    }

    public static ReportTable? Masks(VariantResults variant)
    {
        Dictionary<(string Mask, string Metric), SeedMean> totals = SeedMean.By(
            variant.Records.Where(record => record.Stage == Stages.Analyze && record.Layer.Length == 0 && record.Against.Length == 0 && record.Mask.Length > 0),
            record => (record.Mask, record.Metric));
        string[] masks = [.. variant.Masks.Where(mask => totals.ContainsKey((mask, Metrics.Kept)))];
        if (masks.Length == 0)
        {
            return null;
        }

        SeedMean Value(string mask, string metric) => totals.GetValueOrDefault((mask, metric), SeedMean.Missing);
        return new ReportTable(
            $"Weights over all layers{Spread(variant)}. Shared: share of the mask's kept weights that another function's mask keeps too, beside what chance gives. Remaining: share of the control's kept weights that the mask keeps. Both leave out {Uncounted}.",
            ["mask", "kept", "maskable", "density", "shared", "shared by chance", "remaining"],
            [.. masks.Select(mask => (IReadOnlyList<string>)
            [
                Title(variant, mask), ReportText.Count(Value(mask, Metrics.Kept)), Maskable(Value(mask, Metrics.Maskable)),
                ReportText.Percent(Value(mask, Metrics.Density)), ReportText.Percent(Value(mask, Metrics.Shared)),
                ReportText.Percent(Value(mask, Metrics.ChancePrefix + Metrics.Shared)), ReportText.Percent(Value(mask, Metrics.Remaining)),
            ])]);
    }

    public static ReportTable? KeptPerLayer(VariantResults variant)
    {
        Dictionary<(string Mask, string Layer), SeedMean> kept = SeedMean.By(
            variant.Records.Where(record => record.Metric == Metrics.Kept && record.Layer.Length > 0), record => (record.Mask, record.Layer));
        Dictionary<string, SeedMean> maskable = SeedMean.By(variant.Records.Where(record => record.Metric == Metrics.Maskable && record.Layer.Length > 0), record => record.Layer);
        string[] masks = [.. variant.Masks.Where(mask => variant.Layers.Any(layer => kept.ContainsKey((mask, layer))))];
        return masks.Length == 0 ? null : new ReportTable(
            $"Kept weights per layer, input to output{Spread(variant)}.", ["layer", "maskable", .. masks],
            [.. variant.Layers.Select(layer => (IReadOnlyList<string>)
            [
                layer, Maskable(maskable.GetValueOrDefault(layer, SeedMean.Missing)), .. masks.Select(mask => ReportText.Count(kept.GetValueOrDefault((mask, layer), SeedMean.Missing))),
            ])]);
    }

    public static ReportTable? Overlaps(VariantResults variant)
    {
        OverlapTable iou = new(variant, OverlapMeasure.IoU);
        OverlapTable iomin = new(variant, OverlapMeasure.IoMin);
        MaskPair[] pairs = [.. iou.Pairs.Union(iomin.Pairs).Where(pair => iou.Observed(pair, "").HasValue || iomin.Observed(pair, "").HasValue)];
        return pairs.Length == 0 ? null : new ReportTable(
            $"Overlap over all layers but {Uncounted}{Spread(variant)}, beside what independent masks of the same per-layer densities would give (95% interval). z: distance of the intersection from chance in standard deviations.",
            ["masks", "IoU", "IoU by chance", "IoMin", "IoMin by chance", "z"],
            [.. pairs.Select(pair => (IReadOnlyList<string>)
            [
                $"{pair.Mask} and {pair.Against}", ReportText.Share(iou.Observed(pair, "")), ReportText.Chance(iou.Chance(pair, "")),
                ReportText.Share(iomin.Observed(pair, "")), ReportText.Chance(iomin.Chance(pair, "")), ReportText.Signed(iomin.Value(pair, "", Metrics.IntersectionZ)),
            ])]);
    }

    public static ReportTable? Stability(VariantResults variant)
    {
        StabilityTable table = new(variant);
        return table.Functions.Count == 0 ? null : new ReportTable(
            $"IoU of the masks that one function got from different seeds{Spread(variant)}, beside what chance gives for masks of these densities; and the share of the weights that none and that all of them keep.",
            ["function", "IoU", "IoU by chance", "kept by none", "kept by all"],
            [.. table.Functions.Select(function => (IReadOnlyList<string>)
            [
                function, ReportText.Share(table.Observed(function, "")), ReportText.Chance(table.Chance(function, "")),
                ReportText.Percent(table.Selected(function, "0")), ReportText.Percent(table.Selected(function, table.Units(function).LastOrDefault("")))
            ])]);
    }

    /// <summary>Every gate of every seed, or only the failed ones.</summary>
    public static ReportTable? Gates(VariantResults variant, bool onlyFailed)
    {
        (int Seed, RunGate Gate)[] gates = [.. variant.Runs.SelectMany(run => run.Info.Gates.Select(gate => (run.Info.Seed, gate))).Where(gate => !onlyFailed || !gate.gate.Passed)];
        return gates.Length == 0 ? null : new ReportTable(
            onlyFailed ? "Failed gates." : "Every gate of every seed.", ["gate", "metric", "expected", "actual", "seed", "result"],
            [.. gates.OrderBy(gate => gate.Gate.Passed).Select(gate => (IReadOnlyList<string>)
            [
                gate.Gate.Name.Length > 0 ? gate.Gate.Name : "–", gate.Gate.Metric, gate.Gate.Expected, ReportText.Number(gate.Gate.Actual),
                gate.Seed.ToString(CultureInfo.InvariantCulture), gate.Gate.Passed ? "passed" : "failed",
            ])], HasNumbers: false)
        {
            ClassOfLast = new Dictionary<string, string> { ["passed"] = "good", ["failed"] = "bad" },
        };
    }

    /// <summary>What speaks against the masks; a problem of several seeds stands once, with the number of the first.</summary>
    public static ReportTable? Warnings(VariantResults variant)
    {
        (int Seed, MaskWarning Warning)[] warnings = [.. variant.Runs.SelectMany(run => MaskHealth.Warnings(run.Records, variant.ControlMask).Select(warning => (run.Info.Seed, warning)))];
        return warnings.Length == 0 ? null : new ReportTable(
            "Signs that a mask cannot be trusted as it is. Numbers are those of the first seed named.", ["mask", "layer", "problem", "remedy", "seeds"],
            [.. warnings.GroupBy(found => (found.Warning.Mask, found.Warning.Layer, found.Warning.Remedy)).Select(group => (IReadOnlyList<string>)
            [
                group.Key.Mask, group.Key.Layer.Length == 0 ? "all" : group.Key.Layer, group.First().Warning.Problem, group.Key.Remedy, ReportText.Seeds(group.Select(found => found.Seed)),
            ])], HasNumbers: false);
    }

    public static ReportTable? Timings(VariantResults variant)
    {
        string[] stages = [.. variant.Runs.SelectMany(run => run.Info.Timings.Keys).Distinct()];
        return stages.Length == 0 ? null : new ReportTable(
            variant.Runs.Count == 1 ? "Wall time in seconds." : "Wall time in seconds, mean ± standard deviation over the seeds.", ["stage", "seconds"],
            [.. stages.Select(stage => (IReadOnlyList<string>)[stage, Seconds(variant.Runs.Where(run => run.Info.Timings.ContainsKey(stage)).Select(run => run.Info.Timings[stage]))]),
                ["in all", Seconds(variant.Runs.Select(run => run.Info.ElapsedSeconds))]]);
    }

    private static string Seconds(IEnumerable<double> values)
    {
        SeedMean time = SeedMean.Of(values);
        return !time.HasValue ? ReportText.Missing
            : double.IsNaN(time.Std) ? string.Create(CultureInfo.InvariantCulture, $"{time.Mean:0.0}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Mean:0.0} ± {time.Std:0.0}");
    }

    private static string Title(VariantResults variant, string mask) =>
        mask == variant.ControlMask && mask != "control" ? $"{mask} (control)" : variant.Expressions.Contains(mask) ? $"{mask} (expression)" : mask;

    private static string Range((double Low, double High)? range) => range is { } both ? $" ({ReportText.Percent(both.Low)} to {ReportText.Percent(both.High)})" : "";

    private static string Maskable(SeedMean value) => value.HasValue ? ReportText.Count(value.Mean) : ReportText.Missing;

    private static string Spread(VariantResults variant) => variant.Runs.Count == 1 ? "" : $", mean ± standard deviation over {variant.Runs.Count} seeds";
}
