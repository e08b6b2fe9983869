using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A weight matrix that can be multiplied with but is nowhere as a tensor.</summary>
internal interface IWeightProduct
{
    /// <summary>Multiplies; gradients find their way back.</summary>
    /// <param name="input"><c>[groups, batch / groups, in]</c></param>
    /// <returns><c>[groups, batch / groups, out]</c></returns>
    Tensor Multiply(Tensor input);

    /// <summary>Passes on a value that one use after another builds on, so that gradients walk over what made it once and not once per use.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The same value, to go on with.</returns>
    Tensor Cut(Tensor value);
}
