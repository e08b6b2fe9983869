using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>The tables of what is measured on sequences; each is missing where the results hold nothing for it or it would be too long to read.</summary>
internal static class SequenceTables
{
    private const int MostColumns = 12;
    private const int MostTokens = 10;
    private const int LongestText = 240;

    private static readonly string[] SplitHeads = ["unmasked", "control mask", "mask of the split", "drop"];

    /// <summary>The splits of several variants, a row each.</summary>
    public static ReportTable? Splits(IReadOnlyList<GeneralizationSplit> rows)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        bool hasVariant = rows.Any(row => row.Variant != "default");
        bool hasScale = rows.Select(row => row.Scale).Distinct().Skip(1).Any();
        bool hasNetwork = rows.Any(row => row.Network.Length > 0);
        bool hasMask = rows.Any(row => row.Mask != row.Split);
        bool hasBaseline = rows.Any(row => row.Baseline.HasValue);
        IEnumerable<string> Optional(bool isThere, params IEnumerable<string> cells) => isThere ? cells : [];
        return new ReportTable(
            SplitCaption(rows, hasBaseline),
            ["experiment", .. Optional(hasVariant, "variant"), .. Optional(hasScale, "scale"), .. Optional(hasNetwork, "network"), "split", .. Optional(hasMask, "mask"), .. SplitHeads, .. Optional(hasBaseline, "trained on the split", "from")],
            [.. rows.Select(row => (IReadOnlyList<string>)
            [
                row.Experiment, .. Optional(hasVariant, row.Variant), .. Optional(hasScale, Known(row.Scale)), .. Optional(hasNetwork, Known(row.Network)), row.Split, .. Optional(hasMask, row.Mask),
                .. SplitCells(row), .. Optional(hasBaseline, ReportText.Percent(row.Baseline.ToMean()), Known(row.BaselineSource)),
            ])]);
    }

    /// <summary>The splits of one variant.</summary>
    public static ReportTable? SplitsOfVariant(IReadOnlyList<GeneralizationSplit> rows)
    {
        bool hasBaseline = rows.Any(row => row.Baseline.HasValue);
        bool hasMask = rows.Any(row => row.Mask != row.Split);
        return rows.Count == 0 ? null : new ReportTable(
            SplitCaption(rows, hasBaseline), ["split", .. hasMask ? ["mask"] : Array.Empty<string>(), .. SplitHeads, .. hasBaseline ? ["trained on the split"] : Array.Empty<string>()],
            [.. rows.Select(row => (IReadOnlyList<string>)
            [
                row.Split, .. hasMask ? [row.Mask] : Array.Empty<string>(), .. SplitCells(row), .. hasBaseline ? [ReportText.Percent(row.Baseline.ToMean())] : Array.Empty<string>(),
            ])]);
    }

    /// <summary>Accuracy by input length, a table per evaluation set with few lengths.</summary>
    public static IReadOnlyList<ReportTable> ByLength(VariantResults variant)
    {
        UnitTable table = new(variant, Metrics.AccuracyByLength, Metrics.CountByLength);
        return ByUnit(variant, table, "Accuracy by number of input tokens", set => [.. table.Lengths(set).Select(length => length.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>Accuracy by output token, a table per evaluation set with few tokens.</summary>
    public static IReadOnlyList<ReportTable> ByToken(VariantResults variant)
    {
        UnitTable table = new(variant, Metrics.AccuracyByToken, Metrics.CountByToken);
        return ByUnit(variant, table, "Accuracy among the sequences whose right answer has the token", table.Units);
    }

    /// <summary>Removed output weights, the tokens of each mask with the largest share first.</summary>
    public static ReportTable? RemovedPerToken(VariantResults variant)
    {
        RemovedWeights removed = new(variant);
        string most = removed.Masks.Any(mask => removed.Of(mask).Count > MostTokens) ? $" The {MostTokens} tokens with the largest share." : "";
        return removed.Masks.Count == 0 ? null : new ReportTable(
            $"Share of the weights kept by the control in each token's row of {removed.Layer} that the mask removes{Spread(variant)}.{most}", ["mask", "output token", "removed"],
            [.. removed.Masks.SelectMany(mask => removed.Of(mask).Take(MostTokens).Select(token => (IReadOnlyList<string>)[mask, token.Token, ReportText.Percent(token.Share)]))]);
    }

    /// <summary>A few changed answers of each mask and evaluation set, short ones first and each row of a set once.</summary>
    public static ReportTable? ChangedAnswers(VariantResults variant, int perMaskAndSet)
    {
        List<string> masks = [.. variant.Masks];
        ChangedAnswer[] shown = [.. variant.ChangedAnswers
            .GroupBy(answer => (answer.Mask, answer.DataSet))
            .OrderBy(group => masks.IndexOf(group.Key.Mask))
            .SelectMany(group => group.OrderBy(answer => answer.Input.Length + answer.Expected.Length).ThenBy(answer => answer.Row).ThenBy(answer => answer.Seed).DistinctBy(answer => answer.Row).Take(perMaskAndSet))];
        ResultRecord[] counts = [.. variant.Records.Where(record => record.Metric == Metrics.AnswersUnlikeControl)];
        string all = counts.Length == 0 ? "" : $"Masks changed {ReportText.Count(counts.Sum(record => record.Value))} answers of the control's mask, over all masks, evaluation sets and seeds. ";
        return shown.Length == 0 ? null : new ReportTable(
            $"{all}Of {ReportText.Count(variant.ChangedAnswers.Count)} changed answers that were kept, the first of each mask and set, {shown.Length} examples: for each mask and evaluation set the shortest. Those kept are in {ChangedAnswerFile.Name} of the run folders.",
            ["mask", "evaluation set", "input", "expected", "control mask", "mask", "where"],
            [.. shown.Select(answer => (IReadOnlyList<string>)
            [
                answer.Mask, answer.DataSet, Cell(answer.Input), Cell(answer.Expected), Cell(answer.Control), Cell(answer.Masked),
                string.Create(CultureInfo.InvariantCulture, $"seed {answer.Seed}, row {answer.Row}"),
            ])], HasNumbers: false);
    }

    private static string[] SplitCells(GeneralizationSplit row) =>
        [ReportText.Percent(row.Unmasked.ToMean()), ReportText.Percent(row.Control.ToMean()), ReportText.Percent(row.SplitMask.ToMean()), Points(row.Drop)];

    private static string SplitCaption(IReadOnlyList<GeneralizationSplit> rows, bool hasBaseline)
    {
        string spread = rows.Any(row => row.Control.SeedCount > 1) ? ", mean ± standard deviation over the seeds" : "";
        string baseline = hasBaseline ? " Trained on the split: the same network, which saw only the split's training data." : "";
        return $"Accuracy on the evaluation set of each split{spread}. The network and the control mask were learned on all of the data, the mask of the split on its training data alone. Drop: control minus mask, in percentage points.{baseline}";
    }

    private static IReadOnlyList<ReportTable> ByUnit(VariantResults variant, UnitTable table, string caption, Func<string, IReadOnlyList<string>> units) =>
        [.. table.DataSets.Select(set => (Set: set, Units: units(set))).Where(set => set.Units.Count is > 0 and <= MostColumns).Select(set => new ReportTable(
            $"{caption}, on {set.Set}{Spread(variant)}.", ["condition", .. set.Units],
            [
                .. table.Rows.Where(row => set.Units.Any(unit => table.Find(row, set.Set, unit).HasValue)).Select(row => (IReadOnlyList<string>)[row.Label, .. set.Units.Select(unit => ReportText.Percent(table.Find(row, set.Set, unit)))]),
                .. set.Units.Any(unit => double.IsFinite(table.Count(set.Set, unit))) ? [(IReadOnlyList<string>)["sequences", .. set.Units.Select(unit => ReportText.Count(table.Count(set.Set, unit)))]] : Array.Empty<IReadOnlyList<string>>(),
            ]))
            .Where(made => made.Rows.Count > 0)];

    private static string Points(SeedSummary drop) => !drop.HasValue ? ReportText.Missing
        : double.IsNaN(drop.Std) ? string.Create(CultureInfo.InvariantCulture, $"{100 * drop.Mean:0.0}")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * drop.Mean:0.0} ± {100 * drop.Std:0.0}");

    private static string Known(string text) => text.Length == 0 ? ReportText.Missing : text;

    private static string Cell(string text) => text.Length == 0 ? "(nothing)" : OneLine.Of(text, LongestText);

    private static string Spread(VariantResults variant) => variant.Runs.Count == 1 ? "" : $", mean ± standard deviation over {variant.Runs.Count} seeds";
}
