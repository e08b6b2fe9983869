using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A linear layer's weights in a training step: a tape remembers their uses, and the backward pass leaves their gradients.</summary>
/// <param name="tape">Remembers the uses.</param>
/// <param name="name">Name of the parameter, for messages.</param>
internal abstract class TapedProduct(ProductTape tape, string name) : IWeightProduct
{
    private double _squaredNorm;
    private int _uses;

    /// <summary>The squared norm of the gradients after the backward pass.</summary>
    /// <exception cref="InvalidOperationException">The loss does not depend on the weights.</exception>
    public double SquaredNorm => _uses > 0 ? _squaredNorm : throw LeafTensors.UnusedParameter(name);

    /// <summary>Begins a step.</summary>
    public void Begin() => _uses = 0;

    /// <inheritdoc/>
    public Tensor Multiply(Tensor input) => tape.Multiply(this, input);

    /// <summary>The product itself, outside autograd.</summary>
    /// <param name="input"><c>[groups, in, batch / groups]</c>, contiguous.</param>
    /// <returns><c>[groups, out, batch / groups]</c></returns>
    public abstract Tensor Forward(Tensor input);

    /// <summary>Adds a use's share of the gradients.</summary>
    /// <param name="input">Input of <see cref="Forward"/>.</param>
    /// <param name="upstream">Gradient of its output, contiguous.</param>
    /// <param name="wantsInputGradient">Whether the gradient of the input is wanted.</param>
    /// <returns>The gradient of the input, or null.</returns>
    public Tensor? Backward(Tensor input, Tensor upstream, bool wantsInputGradient)
    {
        (_squaredNorm, var inputGradient) = Backward(input, upstream, wantsInputGradient, add: _uses > 0);
        _uses++;
        return inputGradient;
    }

    /// <summary>Writes or adds gradients.</summary>
    /// <returns>The squared norm of what the gradients now are, and the gradient of the input or null.</returns>
    protected abstract (double SquaredNorm, Tensor? InputGradient) Backward(Tensor input, Tensor upstream, bool wantsInputGradient, bool add);
}
