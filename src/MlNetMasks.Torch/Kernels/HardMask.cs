namespace MlNetMasks.Torch.Kernels;

/// <summary>Applies deterministic masks: a weight is kept, bit by bit, or becomes +0.</summary>
public static class HardMask
{
    /// <summary>Keeps the weights whose logit is above 0.</summary>
    /// <param name="weights">Weights, [n].</param>
    /// <param name="logits">Mask logits, [n].</param>
    /// <param name="destination">Masked weights, [n]; may be the same memory as <paramref name="weights"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArithmeticException">A logit is NaN.</exception>
    public static void Apply(ReadOnlySpan<float> weights, ReadOnlySpan<float> logits, Span<float> destination)
    {
        CheckLengths(weights.Length, destination.Length);
        if (logits.Length != weights.Length)
        {
            throw new ArgumentException(
                $"logits has {logits.Length} elements, weights {weights.Length}; give one logit per weight.", nameof(logits));
        }

        for (var j = 0; j < weights.Length; j++)
        {
            if (float.IsNaN(logits[j]))
            {
                throw new ArithmeticException($"Mask logit {j} is not a number; the training of this mask has diverged.");
            }

            destination[j] = logits[j] > 0f ? weights[j] : 0f;
        }
    }

    /// <summary>Keeps the weights whose bit is set.</summary>
    /// <param name="weights">Weights, [n].</param>
    /// <param name="bits">Mask bits, ceil(n / 64) words: weight j is bit j % 64 of word j / 64.</param>
    /// <param name="destination">Masked weights, [n]; may be the same memory as <paramref name="weights"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Apply(ReadOnlySpan<float> weights, ReadOnlySpan<ulong> bits, Span<float> destination)
    {
        CheckLengths(weights.Length, destination.Length);
        if (bits.Length != (weights.Length + 63) / 64)
        {
            throw new ArgumentException(
                $"bits has {bits.Length} words; {weights.Length} weights need {(weights.Length + 63) / 64}, one bit per weight.",
                nameof(bits));
        }

        for (var j = 0; j < weights.Length; j++)
        {
            // No branch: masks look random to a branch predictor.
            var keep = 0u - (uint)((bits[j >> 6] >> (j & 63)) & 1);
            destination[j] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(weights[j]) & keep);
        }
    }

    private static void CheckLengths(int weights, int destination)
    {
        if (destination != weights)
        {
            throw new ArgumentException(
                $"destination has {destination} elements, weights {weights}; give one per weight.", nameof(destination));
        }
    }
}
