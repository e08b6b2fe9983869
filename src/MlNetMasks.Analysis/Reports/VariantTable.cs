using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>The variants of an experiment side by side.</summary>
internal static class VariantTable
{
    /// <summary>One row per variant and mask, or <see langword="null"/> where there is only one variant or no mask.</summary>
    public static ReportTable? Of(IReadOnlyList<VariantResults> variants)
    {
        VariantMeasures[] measures = [.. variants.Select(variant => new VariantMeasures(variant)).Where(measure => measure.Masks.Count > 0)];
        if (measures.Length < 2)
        {
            return null;
        }

        bool hasBeta = measures.Any(measure => measure.Masks.Any(mask => double.IsFinite(measure.Beta(mask))));
        bool isReuse = variants.Any(variant => variant.Question == RunQuestion.Reuse);
        string seeds = measures.Any(measure => measure.Variant.Runs.Count > 1) ? ", mean over the seeds with its 95% bootstrap interval" : "";
        string accuracy = isReuse ? "with its weights removed" : "with its own mask";
        Condition condition = isReuse ? Condition.Inverse : Condition.Mask;
        return new ReportTable(
            $"The variants side by side{seeds}. Accuracy of the mask's function {accuracy}, and of the other functions under the same condition.",
            ["variant", "mask", "seeds", "maskable", .. hasBeta ? ["beta"] : Array.Empty<string>(), "own accuracy", "other accuracy", "kept", "density", "shared", "shared by chance"],
            [.. measures.SelectMany(measure => measure.Masks.Select(mask => (IReadOnlyList<string>)
            [
                measure.Variant.Variant, mask, measure.Variant.Runs.Count.ToString(CultureInfo.InvariantCulture), ReportText.Count(measure.Maskable),
                .. hasBeta ? [Beta(measure.Beta(mask))] : Array.Empty<string>(),
                Percent(measure.Accuracy(mask, condition, mask)), Percent(measure.Tested.Contains(mask) ? measure.Others(mask, condition) : default), Count(measure.Total(mask, Metrics.Kept)),
                Percent(measure.Total(mask, Metrics.Density)), Percent(measure.Total(mask, Metrics.Shared)), Percent(measure.Total(mask, Metrics.ChancePrefix + Metrics.Shared)),
            ]))]);
    }

    private static string Beta(double beta) => double.IsNaN(beta) ? ReportText.Missing : beta.ToString("0.###e+0", CultureInfo.InvariantCulture).Replace("e+0", "", StringComparison.Ordinal);

    private static string Percent(IntervalMean value) => Text(value, number => ReportText.Percent(number));

    private static string Count(IntervalMean value) => Text(value, ReportText.Count);

    private static string Text(IntervalMean value, Func<double, string> text) => !value.HasValue ? ReportText.Missing
        : double.IsNaN(value.Low) ? text(value.Mean)
        : $"{text(value.Mean)} ({text(value.Low)} to {text(value.High)})";
}
