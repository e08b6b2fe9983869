using System.Runtime.Intrinsics;

namespace MlNetMasks.Torch.Kernels.Lanes;

/// <summary>How many 32-bit lanes this process's registers have.</summary>
internal static class LaneWidth
{
    /// <summary>16, 8, 4 or 1; a constant to the compiler, so only one of the kernels' paths is ever compiled.</summary>
    public static int Best =>
        Vector512.IsHardwareAccelerated ? 16 :
        Vector256.IsHardwareAccelerated ? 8 :
        Vector128.IsHardwareAccelerated ? 4 : 1;
}
