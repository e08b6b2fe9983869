using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A linear layer on many tokens per row, with weights that may be bound as several mask samples at once. Its output is contiguous, as attention and
/// normalisation need it. Where activations outweigh the weights, the product is formed row by row and the weights' gradients are copied into their layout;
/// otherwise as in <see cref="MaskedLinear"/>, and the output is copied.
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

        var w = weight.Value; // [1 or groups, out, in]
        var b = bias?.Value;  // [1 or groups, out]
        if (w.size(0) == 1 && (b is null || b.size(0) == 1))
        {
            return nn.functional.linear(input, w.squeeze(0), b?.squeeze(0));
        }

        if (input.size(1) < w.size(2))
        {
            var columns = b is null ? w.bmm(input.transpose(1, 2)) : w.baddbmm(input.transpose(1, 2), b.unsqueeze(2));
            return columns.transpose(1, 2).contiguous();
        }

        var transposed = w.transpose(1, 2);
        return b is null ? input.bmm(transposed) : input.baddbmm(transposed, b.unsqueeze(1));
    }
}
