namespace MlNetMasks.Torch.Kernels;

/// <summary>Where the uniform numbers of <see cref="TensorLogisticMask"/> come from.</summary>
public enum UniformSource
{
    /// <summary>The streams of <see cref="MaskSampler"/>, drawn on the CPU and copied: the same masks on every device.</summary>
    CounterStreams,

    /// <summary>The device's own generator, seeded per slot and draw: nothing is copied, masks differ between devices.</summary>
    Device,
}
