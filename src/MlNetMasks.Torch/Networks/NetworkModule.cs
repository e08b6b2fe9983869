using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The forward pass of a network over bound <see cref="Parameter"/>s.</summary>
/// <remarks>
/// TorchSharp 0.107 turns numbers into <c>Scalar</c> objects that the garbage collector may free while libtorch still reads them: with other
/// threads at work, about one in 100,000 calls of <c>x + y</c>, <c>x * 2</c> or <c>1 - x</c> fails or reads another number. In a forward pass, keep
/// the number alive: <c>static readonly Scalar One = 1;</c> and <c>x.add(y, One)</c>, <c>x.add(Half, One)</c>, <c>x.mul(Half)</c>. <c>x.square()</c> and <c>x.add(Half)</c>
/// make such a number themselves: use <c>x.mul(x)</c> and the overload above. Products of tensors, matrix products,
/// <c>relu</c>, <c>softmax</c>, <c>cat</c> and the layers of <see cref="NetworkBuilder"/> are not affected.
/// </remarks>
public abstract class NetworkModule
{
    /// <summary>Computes the outputs.</summary>
    /// <param name="input">
    /// <c>[groups, batch / groups, inputs]</c>, where an example has several frames one behind another (<see cref="NetworkShape"/>); the examples of group
    /// g see mask sample g in every layer.
    /// </param>
    /// <returns><c>[groups, batch / groups, outputs]</c>: logits of the problem's outputs, of several answers one behind another.</returns>
    public abstract Tensor Forward(Tensor input);

    /// <summary>
    /// Computes the outputs in a training step or an evaluation. The engine calls this method; by default it does what <see cref="Forward(Tensor)"/>
    /// does. A network overrides it that drops units or that sees right answers while it learns; without targets it must answer on its own.
    /// </summary>
    /// <param name="input">As for <see cref="Forward(Tensor)"/>.</param>
    /// <param name="pass">Right answers and randomness of the pass.</param>
    /// <returns>As for <see cref="Forward(Tensor)"/>.</returns>
    public virtual Tensor Forward(Tensor input, ForwardPass pass) => Forward(input);
}
