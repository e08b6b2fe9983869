namespace MlNetMasks.Masks;

/// <summary>How much two masks would overlap if each had kept its number of weights per layer at random and independently.</summary>
/// <param name="ExpectedIntersection">Expected number of weights that both keep: a b / n per layer of n weights, summed over layers.</param>
/// <param name="IntersectionVariance">Variance of that number: a b (n - a) (n - b) / (n^2 (n - 1)) per layer, summed over layers.</param>
/// <param name="IntersectionZ">(observed - expected) / standard deviation; NaN when the variance is 0.</param>
/// <param name="IoU">Intersection over union by chance.</param>
/// <param name="IoMin">Intersection over the smaller mask by chance.</param>
public sealed record ChanceOverlap(
    double ExpectedIntersection,
    double IntersectionVariance,
    double IntersectionZ,
    ChanceInterval IoU,
    ChanceInterval IoMin);
