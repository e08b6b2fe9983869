using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A product y = x W^T with weights that may be bound as several mask samples at once.</summary>
/// <param name="weight">Weight, [out, in].</param>
public sealed class MaskedMatrix(Parameter weight)
{
    /// <summary>Multiplies.</summary>
    /// <param name="input"><c>[groups, batch / groups, in]</c></param>
    /// <returns><c>[groups, batch / groups, out]</c></returns>
    public Tensor Multiply(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (weight.Product is { } product)
        {
            return product.Multiply(input);
        }

        var w = weight.Value; // [1 or groups, out, in]

        // The product is formed as W x^T: its gradient on W then has W's own layout and is handed over without a copy.
        return w.size(0) == 1
            ? nn.functional.linear(input, w.squeeze(0))
            : w.bmm(input.transpose(1, 2)).transpose(1, 2);
    }
}
