namespace MlNetMasks.Torch;

/// <summary>Number format in which a mask step multiplies matrices.</summary>
public enum Precision
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>
    /// bfloat16 for masked weights, activations and their gradients, with single-precision accumulation: about four times as fast where the
    /// processor multiplies it (AVX512-BF16, AMX), slower elsewhere.
    /// </summary>
    BFloat16,
}
