using MlNetMasks.Masks;

namespace MlNetMasks.Torch;

/// <summary>What learning a mask gives.</summary>
/// <param name="Mask">The mask: kept where the logit is above 0.</param>
/// <param name="Histogram">Distribution of the final logits over all layers.</param>
/// <param name="Curve">The training curve.</param>
public sealed record LearnedMask(WeightMask Mask, LogitHistogram Histogram, IReadOnlyList<CurvePoint> Curve)
{
    /// <summary>How far the logits have come; <see langword="null"/> for a mask that an earlier version learned.</summary>
    public LogitHealth? Health { get; init; }
}
