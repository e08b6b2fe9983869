using static TorchSharp.torch;

namespace MlNetMasks.Torch.Kernels;

/// <summary>
/// One maskable tensor as a <see cref="IMaskParametrisation"/> sees it: contiguous tensors of one device, owned by the engine: float32, but for masked
/// weights and their gradients, which may be bfloat16.
/// </summary>
public sealed class MaskSlot
{
    /// <summary>Number of the slot in its network; names the slot's random streams.</summary>
    public required int Index { get; init; }

    /// <summary>Mask logits, n elements of any shape.</summary>
    public required Tensor Logits { get; init; }

    /// <summary>Frozen weights, n elements of any shape.</summary>
    public required Tensor Weights { get; init; }

    /// <summary>Destination of the samples, [samples, ...]: samples times n elements.</summary>
    public required Tensor MaskedWeights { get; init; }

    /// <summary>Destination of the logit gradients, n elements of any shape.</summary>
    public required Tensor LogitGradients { get; init; }

    /// <summary>
    /// Gradient of the loss with respect to the masked weights, [samples, ...]; set by the engine after each backward pass.
    /// </summary>
    public Tensor? MaskedGradients { get; set; }
}
