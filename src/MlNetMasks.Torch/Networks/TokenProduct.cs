using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A linear layer on many tokens per row, with weights that may be bound as several mask samples at once. Its output is contiguous, as attention and
/// normalisation need it: here activations outweigh the weights, whose gradients are copied instead, the other way round than in <see cref="MaskedLinear"/>.
/// </summary>
/// <param name="weight">Weight, [out, in].</param>
/// <param name="bias">Bias, [out]; <see langword="null"/> for none.</param>
internal sealed class TokenProduct(Parameter weight, Parameter? bias = null)
{
    private static readonly Scalar One = 1; // kept alive, see the remarks on NetworkModule

    /// <summary>Multiplies.</summary>
    /// <param name="input"><c>[groups, rows x tokens, in]</c></param>
    /// <returns><c>[groups, rows x tokens, out]</c>, contiguous.</returns>
    public Tensor Multiply(Tensor input)
    {
        if (weight.Product is { } product)
        {
            var multiplied = product.Multiply(input);
            return (bias is null ? multiplied : multiplied.add(bias.Value.unsqueeze(1), One)).contiguous();
        }

        var w = weight.Value;      // [1 or groups, out, in]
        var b = bias?.Value;       // [1 or groups, out]
        if (w.size(0) == 1 && (b is null || b.size(0) == 1))
        {
            return nn.functional.linear(input, w.squeeze(0), b?.squeeze(0));
        }

        var transposed = w.expand(input.size(0), -1, -1).transpose(1, 2);
        return b is null ? input.bmm(transposed) : input.baddbmm(transposed, b.unsqueeze(1));
    }
}
