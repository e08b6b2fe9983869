using MlNetMasks.Masks;

namespace MlNetMasks.Torch;

/// <summary>What learning a mask gives.</summary>
/// <param name="Mask">The mask: kept where the logit is above 0.</param>
/// <param name="Histogram">Distribution of the final logits over all layers.</param>
/// <param name="Curve">The training curve.</param>
public sealed record LearnedMask(WeightMask Mask, LogitHistogram Histogram, IReadOnlyList<CurvePoint> Curve);
