using System.Runtime.Intrinsics.X86;

namespace MlNetMasks.Torch;

/// <summary>Resolves <see cref="Precision.Auto"/>.</summary>
internal static class PrecisionChoice
{
    /// <summary>
    /// Maskable weights from which bfloat16 pays: below, rounding activations and writing samples to memory cost what the faster products save. Measured: no
    /// gain at 2 million weights, a quarter of the step at 12 million.
    /// </summary>
    public const long LargeNetwork = 4_000_000;

    /// <summary>Whether the processor multiplies bfloat16 matrices itself (AVX512-BF16 or AMX).</summary>
    public static bool IsNative { get; } = HasInstructions();

    /// <summary>The format that a mask is learned in.</summary>
    /// <param name="wanted">The user's choice.</param>
    /// <param name="maskable">Maskable weights.</param>
    /// <param name="isNative">Whether the processor multiplies bfloat16 itself.</param>
    public static Precision Of(Precision wanted, long maskable, bool isNative) => wanted switch
    {
        Precision.Auto => isNative && maskable >= LargeNetwork ? Precision.BFloat16 : Precision.Float32,
        _ => wanted,
    };

    private static bool HasInstructions()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
        {
            return false;
        }

        const int avx512BFloat16 = 1 << 5;
        const int amxBFloat16 = 1 << 22;
        var features = X86Base.CpuId(7, 0);
        return (features.Edx & amxBFloat16) != 0 || (features.Eax >= 1 && (X86Base.CpuId(7, 1).Eax & avx512BFloat16) != 0);
    }
}
