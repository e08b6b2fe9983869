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

    /// <summary>
    /// <see cref="BFloat16"/> where the processor multiplies it itself and the network has at least 4 million maskable weights, otherwise <see cref="Float32"/>.
    /// Over seeds both find masks of the same accuracy, and they differ less from each other than masks of two seeds do.
    /// </summary>
    Auto,
}
