using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A linear layer's weights while their mask is learned: every use draws the step's samples and drops them, and the backward pass leaves logit
/// gradients.
/// </summary>
/// <param name="parametrisation">What multiplies.</param>
/// <param name="matrix">The memory.</param>
/// <param name="tape">Remembers the uses.</param>
/// <param name="name">Name of the parameter, for messages.</param>
/// <param name="regulariser">Added to every logit gradient.</param>
internal sealed class MaskProduct(IProductParametrisation parametrisation, MaskMatrix matrix, ProductTape tape, string name, double regulariser)
    : TapedProduct(tape, name)
{
    private MaskDraw _draw;

    /// <summary>Begins a step.</summary>
    /// <param name="draw">The step's samples.</param>
    public void Begin(MaskDraw draw) => _draw = draw;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => parametrisation.Multiply(matrix, _draw, input);

    /// <inheritdoc/>
    public override Tensor Transposed(Tensor upstream) => parametrisation.MultiplyTransposed(matrix, _draw, upstream);

    /// <inheritdoc/>
    protected override double WriteGradients(Tensor input, Tensor upstream) => parametrisation.LogitGradient(matrix, _draw, input, upstream, regulariser);
}
