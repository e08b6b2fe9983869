using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// Layer normalisation (Ba, Kiros and Hinton 2016) as the paper's code has it: y = gain (x - mean) / (deviation + 1e-5) + offset, the deviation over n - 1
/// elements. Gain and offset may be bound as several mask samples at once.
/// </summary>
/// <remarks>
/// libtorch's own operation, which divides by the root of the variance over n elements, does the work; a factor per row makes up the difference. The
/// gradient passes over the 1e-5 in that factor: an error of 1e-5 / deviation, relative.
/// </remarks>
/// <param name="gain">Gain, [size].</param>
/// <param name="offset">Offset, [size].</param>
public sealed class MaskedLayerNorm(Parameter gain, Parameter offset)
{
    private const double Epsilon = 1e-5;
    private const double AgainstZero = 1e-12; // a row of equal elements becomes the offset

    private static readonly Scalar One = 1; // kept alive, see the remarks on NetworkModule
    private static readonly Scalar MinusOne = -1;
    private static readonly Scalar Zero = 0;
    private static readonly Scalar ScalarEpsilon = Epsilon;

    private readonly Scalar _besselVariance = BesselOf(gain);
    private readonly Scalar _inverseBessel = 1 / Math.Sqrt(BesselOf(gain));
    private readonly long _size = gain.Shape[0];

    /// <summary>Normalises the last dimension.</summary>
    /// <param name="input"><c>[groups, rows, size]</c></param>
    /// <returns><c>[groups, rows, size]</c></returns>
    public Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var normal = nn.functional.layer_norm(input, [_size], eps: AgainstZero).mul(Factor(input));
        return normal.mul(gain.Value.unsqueeze(1)).add(offset.Value.unsqueeze(1), One);
    }

    /// <summary>Root of (n - 1) / n times deviation / (deviation + epsilon), [groups, rows, 1].</summary>
    private Tensor Factor(Tensor input)
    {
        using var noGradient = no_grad();
        var mean = input.mean([-1L], keepdim: true);
        var variance = input.mul(input).mean([-1L], keepdim: true).add(mean.mul(mean), MinusOne).clamp_min(Zero).mul(_besselVariance);
        return variance.rsqrt().mul(ScalarEpsilon).add(One, One).reciprocal().mul(_inverseBessel);
    }

    private static double BesselOf(Parameter gain) => gain.Shape[0] / Math.Max(1.0, gain.Shape[0] - 1);
}
