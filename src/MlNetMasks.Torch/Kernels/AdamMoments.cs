using System.Globalization;

namespace MlNetMasks.Torch.Kernels;

/// <summary>The constants of Adam that stay the same for all steps.</summary>
public sealed record AdamMoments
{
    /// <summary>Decay of the mean of gradients.</summary>
    /// <value>In [0, 1); 0.9 by default.</value>
    public double Beta1 { get; init => field = InRange(value, value is >= 0 and < 1, nameof(Beta1), "[0, 1)", 0.9); } = 0.9;

    /// <summary>Decay of the mean of squared gradients.</summary>
    /// <value>In [0, 1); 0.999 by default.</value>
    public double Beta2 { get; init => field = InRange(value, value is >= 0 and < 1, nameof(Beta2), "[0, 1)", 0.999); } = 0.999;

    /// <summary>Added to the root of the corrected mean square.</summary>
    /// <value>Above 0 and finite; 1e-8 by default.</value>
    public double Epsilon
    {
        get;
        init => field = InRange(value, value > 0 && double.IsFinite(value), nameof(Epsilon), "(0, infinity)", 1e-8);
    } = 1e-8;

    private static double InRange(double value, bool valid, string name, string range, double usual) =>
        valid
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must lie in {range}; {usual} is usual."));
}
