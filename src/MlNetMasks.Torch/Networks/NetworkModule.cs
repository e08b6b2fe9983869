using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The forward pass of a network over bound <see cref="Parameter"/>s.</summary>
public abstract class NetworkModule
{
    /// <summary>Computes the outputs.</summary>
    /// <param name="input">
    /// <c>[groups, batch / groups, inputs]</c>; the examples of group g see mask sample g in every layer.
    /// </param>
    /// <returns><c>[groups, batch / groups, outputs]</c>: logits of the problem's outputs.</returns>
    public abstract Tensor Forward(Tensor input);
}
