using MlNetMasks.Torch.Kernels.Blocks;

namespace MlNetMasks.Torch.Kernels;

/// <summary>
/// The memory of one maskable tensor ("slot"), as the mask kernels read and write it; the caller keeps it alive during a call.
/// </summary>
public readonly unsafe struct MaskSegment : ISegment
{
    /// <summary>Number of the slot in its network; names the slot's random streams.</summary>
    public required int Slot { get; init; }

    /// <summary>Weights of the slot, n.</summary>
    public required long Length { get; init; }

    /// <summary>Mask logits, [n].</summary>
    public required float* Logits { get; init; }

    /// <summary>Frozen weights, [n].</summary>
    public required float* Weights { get; init; }

    /// <summary>Number format of <see cref="MaskedWeights"/> and <see cref="MaskedGradients"/>; everything else is single precision.</summary>
    public ElementType Elements { get; init; }

    /// <summary>Destination of the sampler, [samples, n]; may be null for the gradient.</summary>
    public void* MaskedWeights { get; init; }

    /// <summary>Gradient of the loss with respect to the masked weights, [samples, n]; may be null for the sampler.</summary>
    public void* MaskedGradients { get; init; }

    /// <summary>Destination of the gradient kernel, [n]; may be null for the sampler.</summary>
    public float* LogitGradients { get; init; }
}
