using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>One row of the cross table: a mask under a condition.</summary>
/// <param name="Mask">Name of the mask; empty for the unmasked network.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Draws">Make the weights to test: one, or under <see cref="Condition.Random"/> one per draw. The caller disposes what they return.</param>
internal sealed record EvaluationBinding(string Mask, Condition Condition, IReadOnlyList<Func<NetworkWeights>> Draws);
