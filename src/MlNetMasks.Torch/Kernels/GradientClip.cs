namespace MlNetMasks.Torch.Kernels;

/// <summary>Clipping by the global norm, as torch.nn.utils.clip_grad_norm_ defines it.</summary>
public static class GradientClip
{
    /// <summary>The factor min(1, maximumNorm / (norm + 1e-6)) that gradients are multiplied with.</summary>
    /// <param name="sumOfSquares">Squared norm of all gradients together.</param>
    /// <param name="maximumNorm">Largest norm allowed; above 0, infinity for no clipping.</param>
    /// <returns>The factor in [0, 1]; 0 for an infinite norm that is clipped.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumNorm"/> is not above 0.</exception>
    /// <exception cref="ArithmeticException">
    /// <paramref name="sumOfSquares"/> is NaN: a gradient, or a mask logit, is not a number.
    /// </exception>
    public static float Factor(double sumOfSquares, double maximumNorm)
    {
        if (!(maximumNorm > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximumNorm), maximumNorm, "maximumNorm must lie in (0, infinity]; use infinity for no clipping.");
        }

        if (double.IsNaN(sumOfSquares))
        {
            throw new ArithmeticException(
                "The norm of the gradients is not a number: a loss, weight or mask logit has become NaN. "
                + "Lower the learning rate or check the data.");
        }

        return double.IsPositiveInfinity(maximumNorm) ? 1f : (float)Math.Min(1, maximumNorm / (Math.Sqrt(sumOfSquares) + 1e-6));
    }
}
