using System.Runtime.Intrinsics.X86;

namespace MlNetMasks.Torch;

/// <summary>Resolves <see cref="Precision.Auto"/>.</summary>
internal static class PrecisionChoice
{
    /// <summary>Weights below which conversions cost what the faster products save.</summary>
    private const long SmallNetwork = 500_000;

    public static Precision Of(Precision precision, long weightCount)
        => precision != Precision.Auto ? precision
            : weightCount >= SmallNetwork && MultipliesBFloat16 ? Precision.BFloat16 : Precision.Float32;

    /// <summary>Whether the processor has AVX512-BF16 or AMX-BF16; .NET has no property for either.</summary>
    private static bool MultipliesBFloat16
    {
        get
        {
            const int features = 7;
            return X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= features
                && (((X86Base.CpuId(features, 1).Eax >> 5) & 1) == 1 || ((X86Base.CpuId(features, 0).Edx >> 22) & 1) == 1);
        }
    }
}
