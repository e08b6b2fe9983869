using MlNetMasks.Torch.Kernels;
using MlNetMasks.Torch.Kernels.Products;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A linear layer's weights while they are trained themselves.</summary>
/// <param name="products">What multiplies.</param>
/// <param name="matrix">The memory.</param>
/// <param name="tape">Remembers the uses.</param>
/// <param name="name">Name of the parameter, for messages.</param>
internal sealed class TrainedProduct(TensorProducts products, ProductMatrix matrix, ProductTape tape, string name) : TapedProduct(tape, name)
{
    private static readonly MaskDraw Once = new(seed: 0, step: 0, samples: 1);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => products.Multiply(in matrix, Once, input);

    /// <inheritdoc/>
    public override Tensor Transposed(Tensor upstream) => products.MultiplyTransposed(in matrix, Once, upstream);

    /// <inheritdoc/>
    protected override double WriteGradients(Tensor input, Tensor upstream) => products.Gradients(in matrix, Once, input, upstream, regulariser: 0);
}
