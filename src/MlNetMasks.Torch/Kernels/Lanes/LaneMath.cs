using System.Runtime.CompilerServices;

namespace MlNetMasks.Torch.Kernels.Lanes;

/// <summary>The element-wise formulas of the logistic straight-through mask and of an LSTM's cells, for any register width.</summary>
internal static class LaneMath<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Logits act as if clamped to plus or minus this; nothing measurable changes and no power overflows.</summary>
    private const float LogitLimit = 40f;

    // Rounds to the nearest integer when added and leaves that integer in the lowest bits.
    private const float RoundingShift = 12582912f;

    /// <summary>
    /// exp of the logit clamped to [-40, 40]; relative error at most 2e-7. NaN stays NaN.
    /// </summary>
    /// <remarks>
    /// exp(x) = 2^n exp(r), r in [-ln2/2, ln2/2]; exp(r) = 1 + r + r^2 q(r) with q the polynomial of degree 4 through the Chebyshev
    /// nodes of that interval (relative error 1.0e-8 before rounding).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp(TLanes logit)
    {
        var limit = TLanes.Broadcast(LogitLimit);
        var x = TLanes.Select(TLanes.IsGreater(logit, limit), limit, logit);
        limit = TLanes.Broadcast(-LogitLimit);
        x = TLanes.Select(TLanes.IsGreater(limit, x), limit, x);

        var shift = TLanes.Broadcast(RoundingShift);
        var shifted = (x * TLanes.Broadcast(1.44269504f)) + shift;
        var n = shifted - shift;
        // ln 2 in two parts; the first has ten bits, so its product with n is exact.
        var r = x - (n * TLanes.Broadcast(0.693359375f));
        r += n * TLanes.Broadcast(2.12194440e-4f);

        var q = TLanes.Broadcast(1.392625083e-03f);
        q = (q * r) + TLanes.Broadcast(8.363232884e-03f);
        q = (q * r) + TLanes.Broadcast(4.166655421e-02f);
        q = (q * r) + TLanes.Broadcast(1.666657667e-01f);
        q = (q * r) + TLanes.Broadcast(0.5f);
        var power = (q * (r * r)) + r + TLanes.Broadcast(1f);
        return TLanes.AddIntegers(power, shifted << 23);
    }

    /// <summary>1 / (1 + exp(-x)); error at most 2e-7, NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid(TLanes x)
    {
        var power = Exp(x);
        return power / (power + TLanes.Broadcast(1f));
    }

    /// <summary>The hyperbolic tangent; error at most 2e-7, NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh(TLanes x)
    {
        var power = Exp(x + x);
        var one = TLanes.Broadcast(1f);
        return (power - one) / (power + one);
    }

    /// <summary>The uniform number (k + 0.5) 2^-23, strictly inside (0, 1), k being the upper 23 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Uniform(TLanes bits) =>
        TLanes.ToFloat((bits >>> 8) | TLanes.Broadcast(1u)) * TLanes.Broadcast(1f / 16777216f);

    /// <summary>
    /// The integer c with: the upper 23 bits of a draw exceed c exactly when its uniform number exceeds 1 / (1 + exp(logit)).
    /// A NaN logit counts as 40.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Cut(TLanes logit)
    {
        var limit = TLanes.Broadcast(LogitLimit);
        // The comparison is false for NaN: integers have no NaN to hand on, and the gradient reports it.
        var sound = TLanes.Select(TLanes.IsGreater(limit, logit), logit, limit);
        var one = TLanes.Broadcast(1f);
        var drop = one / (one + Exp(sound));
        // With k the upper bits, u > drop is 2k + 1 > 2^24 drop, thus 2k + 1 > floor(2^24 drop) = f, thus k > (f + 1) / 2 - 1.
        var floor = TLanes.Truncate(drop * TLanes.Broadcast(16777216f));
        var half = TLanes.AddIntegers(floor, TLanes.Broadcast(1u)) >>> 1;
        return TLanes.AddIntegers(half, TLanes.Broadcast(uint.MaxValue));
    }

    /// <summary>All bits set where the draw keeps the weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Keep(TLanes bits, TLanes cut) => TLanes.IsGreaterInteger(bits >>> 9, cut);

    /// <summary>
    /// The derivative s (1 - s) of the soft mask s = E u / (E u + 1 - u) with respect to the logit, E being exp(logit).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Slope(TLanes power, TLanes uniform)
    {
        var on = power * uniform;
        var off = TLanes.Broadcast(1f) - uniform;
        var sum = on + off;
        return (on * off) / (sum * sum);
    }
}
