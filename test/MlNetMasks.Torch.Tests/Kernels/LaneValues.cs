using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Tests.Kernels;

/// <summary>Applies lane functions to arrays whose length is a multiple of sixteen.</summary>
internal static unsafe class LaneValues
{
    public static float[] Map<TLanes>(float[] values, Func<TLanes, TLanes> function)
        where TLanes : struct, ILanes<TLanes> => Map<TLanes>(values, values, (value, _) => function(value));

    public static float[] Map<TLanes>(float[] left, float[] right, Func<TLanes, TLanes, TLanes> function)
        where TLanes : struct, ILanes<TLanes>
    {
        Assert.AreEqual(0, left.Length % 16);
        var result = new float[left.Length];
        fixed (float* leftStart = left, rightStart = right, resultStart = result)
        {
            for (var j = 0; j < left.Length; j += TLanes.Count)
            {
                function(TLanes.Load(leftStart + j), TLanes.Load(rightStart + j)).Store(resultStart + j);
            }
        }

        return result;
    }

    public static float FromBits(uint bits) => BitConverter.UInt32BitsToSingle(bits);
}
