using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A linear layer's weights while their mask is learned: every use in the network draws the step's samples and drops them, and the backward pass
/// leaves logit gradients.
/// </summary>
/// <param name="parametrisation">What multiplies.</param>
/// <param name="matrix">The memory.</param>
/// <param name="tape">Remembers the uses.</param>
/// <param name="name">Name of the parameter, for messages.</param>
/// <param name="regulariser">Added to every logit gradient.</param>
internal sealed class MaskProduct(IProductParametrisation parametrisation, MaskMatrix matrix, ProductTape tape, string name, double regulariser) : IWeightProduct
{
    private MaskDraw _draw;
    private double _squaredNorm;
    private int _uses;

    /// <summary>The squared norm of the logit gradients after the backward pass.</summary>
    /// <exception cref="InvalidOperationException">The loss does not depend on the weights.</exception>
    public double SquaredNorm => _uses > 0 ? _squaredNorm : throw LeafTensors.UnusedParameter(name);

    /// <summary>Begins a step.</summary>
    /// <param name="draw">The step's samples.</param>
    public void Begin(MaskDraw draw) => (_draw, _uses) = (draw, 0);

    /// <inheritdoc/>
    public Tensor Multiply(Tensor input) => tape.Multiply(this, input);

    /// <summary>The product itself, outside autograd.</summary>
    /// <param name="input"><c>[samples, in, batch / samples]</c></param>
    /// <returns><c>[samples, out, batch / samples]</c></returns>
    public Tensor Forward(Tensor input) => parametrisation.Multiply(matrix, _draw, input);

    /// <summary>Adds a use's share of the logit gradients.</summary>
    /// <param name="input">Input of <see cref="Forward"/>.</param>
    /// <param name="upstream">Gradient of its output.</param>
    /// <param name="wantsInputGradient">Whether the gradient of the input is wanted.</param>
    /// <returns>The gradient of the input, or null.</returns>
    public Tensor? Backward(Tensor input, Tensor upstream, bool wantsInputGradient)
    {
        (_squaredNorm, var inputGradient) = parametrisation.MultiplyBackward(
            matrix, _draw, input, upstream, regulariser, add: _uses > 0, wantsInputGradient);
        _uses++;
        return inputGradient;
    }
}
