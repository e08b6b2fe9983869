namespace MlNetMasks.Torch.Kernels;

/// <summary>Number format of masked weights and their gradients in memory.</summary>
public enum ElementType
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>The upper half of single precision; half the traffic, and faster products where the processor has them.</summary>
    BFloat16,
}
