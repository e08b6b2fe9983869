using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A linear layer y = x W^T + b whose weights may be bound as several mask samples at once.</summary>
/// <param name="weight">Weight, [out, in].</param>
/// <param name="bias">Bias, [out].</param>
public sealed class MaskedLinear(Parameter weight, Parameter bias)
{
    private static readonly Scalar One = 1; // kept alive, see the remarks on NetworkModule

    /// <summary>Applies the layer.</summary>
    /// <param name="input"><c>[groups, batch / groups, in]</c></param>
    /// <returns><c>[groups, batch / groups, out]</c></returns>
    public Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (weight.Product is { } product)
        {
            return product.Multiply(input).add(bias.Value.unsqueeze(1), One);
        }

        var w = weight.Value; // [1 or groups, out, in]
        var b = bias.Value;   // [1 or groups, out]
        if (w.size(0) == 1 && b.size(0) == 1)
        {
            return nn.functional.linear(input, w.squeeze(0), b.squeeze(0));
        }

        // The product is formed as W x^T: its gradient on W then has W's own layout and is handed over without a copy. The bias goes in by
        // baddbmm and not by a sum of tensors, see the remarks on NetworkModule.
        return w.expand(input.size(0), -1, -1)
            .baddbmm(input.transpose(1, 2), b.unsqueeze(2)) // [groups, out, batch / groups]
            .transpose(1, 2);                               // [groups, batch / groups, out]
    }
}
