using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The logistic straight-through mask of the paper (section 2.1): SIMD kernels on the CPU, tensor operations on other devices.</summary>
public sealed record LogisticMask : MaskParametrisationSpec
{
    /// <inheritdoc/>
    public override IMaskParametrisation Create(BlockWorkers workers, Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.type == TorchSharp.DeviceType.CPU ? new SimdLogisticMask(workers) : new TensorLogisticMask(UniformSource.Device, workers);
    }
}
