using static TorchSharp.torch;

namespace MlNetMasks.Torch.Kernels;

/// <summary>
/// A parametrisation that can multiply with the mask samples of a matrix without writing them to memory. The engine then asks it to do so for
/// every linear layer in single precision; other tensors go through <see cref="IMaskParametrisation.Sample"/>. Masks of a draw are the same either way.
/// </summary>
public interface IProductParametrisation : IMaskParametrisation
{
    /// <summary>
    /// Whether <see cref="LogitGradient(MaskMatrix, MaskDraw, Tensor, Tensor, double)"/> also writes <see cref="MaskMatrix.WeightGradients"/>. Where it does not, layers whose
    /// weights are learned together with their mask go through <see cref="IMaskParametrisation.Sample"/>.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    bool WritesWeightGradients => false;

    /// <summary>Draws the masked weights of every sample and multiplies: masked weights[s] input[s].</summary>
    /// <param name="matrix">Weights and logits.</param>
    /// <param name="draw">Which draw to make.</param>
    /// <param name="input"><c>[samples, in, rows]</c>, contiguous: the batch rows that see a sample lie side by side.</param>
    /// <returns><c>[samples, out, rows]</c></returns>
    Tensor Multiply(MaskMatrix matrix, MaskDraw draw, Tensor input);

    /// <summary>Multiplies with the transposed masked weights: masked weights[s]^T upstream[s], the gradient of the input.</summary>
    /// <param name="matrix">Weights and logits.</param>
    /// <param name="draw">The draw of <see cref="Multiply"/>.</param>
    /// <param name="upstream">Gradient of the output, <c>[samples, out, rows]</c>, contiguous.</param>
    /// <returns><c>[samples, in, rows]</c></returns>
    Tensor MultiplyTransposed(MaskMatrix matrix, MaskDraw draw, Tensor upstream);

    /// <summary>Writes the gradients of the logits, once per step.</summary>
    /// <param name="matrix">Weights, logits and the destination.</param>
    /// <param name="draw">The draw of <see cref="Multiply"/>.</param>
    /// <param name="input">The input of <see cref="Multiply"/>; where the matrix was used several times, all inputs side by side.</param>
    /// <param name="upstream">Gradient of the outputs, <c>[samples, out, rows]</c>, contiguous.</param>
    /// <param name="regulariser">Added to every gradient: beta divided by the batch size.</param>
    /// <returns>The squared norm of the matrix's logit gradients; NaN when a logit or gradient is NaN.</returns>
    double LogitGradient(MaskMatrix matrix, MaskDraw draw, Tensor input, Tensor upstream, double regulariser);
}
