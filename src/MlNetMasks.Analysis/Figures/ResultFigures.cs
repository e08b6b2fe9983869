namespace MlNetMasks.Analysis;

/// <summary>The standard figures of a variant. Each returns <see langword="null"/> where the results hold nothing to show.</summary>
public static partial class ResultFigures
{
    private const int Width = 920;

    /// <summary>Makes every figure the results have records for.</summary>
    /// <param name="variant">Runs of one experiment and variant; several seeds give means with standard deviations.</param>
    /// <returns>The figures in the order of a report; their names are unique.</returns>
    public static IReadOnlyList<Figure> All(VariantResults variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        IEnumerable<Figure?> figures =
        [
            Accuracy(variant), Controls(variant), HalfMasks(variant), Retained(variant), Reused(variant), .. Confusions(variant), Splits(variant), AccuracyByLength(variant), AccuracyByToken(variant), RemovedPerToken(variant),
            .. ClassDrops(variant), .. RelativeDrops(variant), .. ConfusionDifferences(variant), GradientCosine(variant), KeptPerLayer(variant), KeptWeightsPerLayer(variant), Overlap(variant, OverlapMeasure.IoU), Overlap(variant, OverlapMeasure.IoMin),
            OverlapMatrix(variant, OverlapMeasure.IoMin), Stability(variant), Selection(variant),
            KeptLogitHistogram(variant), LogitHistogram(variant, CountScale.Linear), LogitHistogram(variant, CountScale.Logarithmic),
            LossCurves(variant), AccuracyCurves(variant),
        ];
        return [.. figures.OfType<Figure>()];
    }

    private static string Seeds(VariantResults variant) => variant.Runs.Count == 1
        ? $"Seed {variant.Runs[0].Info.Seed}."
        : $"Mean over {variant.Runs.Count} seeds; error bars show the standard deviation.";
}
