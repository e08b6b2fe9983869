using static TorchSharp.torch;

namespace MlNetMasks.Torch.Kernels;

/// <summary>A maskable weight matrix [out, in] whose samples are only multiplied with, as a <see cref="IProductParametrisation"/> sees it.</summary>
public sealed class MaskMatrix
{
    /// <summary>Number of the slot in its network; names the slot's random streams.</summary>
    public required int Index { get; init; }

    /// <summary>Mask logits, <c>[1, out, in]</c>.</summary>
    public required Tensor Logits { get; init; }

    /// <summary>Frozen weights, <c>[1, out, in]</c>.</summary>
    public required Tensor Weights { get; init; }

    /// <summary>
    /// The samples of the current draw, <c>[samples, out, in]</c>, where the engine keeps them because they are multiplied with many times;
    /// <see langword="null"/> (the default) where they are drawn while multiplying.
    /// </summary>
    public Tensor? MaskedWeights { get; init; }

    /// <summary>Destination of the logit gradients, <c>[1, out, in]</c>.</summary>
    public required Tensor LogitGradients { get; init; }

    /// <summary>
    /// Destination of the gradients of the weights themselves, <c>[1, out, in]</c>, where they are learned together with the mask: the sum over samples of the
    /// masked weights' gradients where the sample keeps the weight. <see langword="null"/> (the default) where weights are frozen.
    /// </summary>
    public Tensor? WeightGradients { get; init; }
}
