using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A weight matrix that can be multiplied with but is nowhere as a tensor.</summary>
internal interface IWeightProduct
{
    /// <summary>Multiplies; gradients find their way back.</summary>
    /// <param name="input"><c>[groups, batch / groups, in]</c></param>
    /// <returns><c>[groups, batch / groups, out]</c></returns>
    Tensor Multiply(Tensor input);
}
