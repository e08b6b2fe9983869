using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// Chooses how logits become mask samples and gradients of masked weights become gradients of logits. A parametrisation of your own derives
/// from this record and is registered under a stable id, which saved models name.
/// </summary>
public abstract record MaskParametrisationSpec
{
    /// <summary>Makes the parametrisation for one mask.</summary>
    /// <param name="workers">Threads for kernels; not owned.</param>
    /// <param name="device">Where the tensors lie.</param>
    /// <returns>The parametrisation; it serves one caller at a time.</returns>
    public abstract IMaskParametrisation Create(BlockWorkers workers, Device device);
}
