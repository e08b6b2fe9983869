using System.Runtime.CompilerServices;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Elements;

/// <summary>Single precision.</summary>
internal readonly unsafe struct Float32Element : IElement
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(void* start, long index)
        where TLanes : struct, ILanes<TLanes> => TLanes.Load((float*)start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes value, void* start, long index)
        where TLanes : struct, ILanes<TLanes> => value.Store((float*)start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Round<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes> => value;
}
