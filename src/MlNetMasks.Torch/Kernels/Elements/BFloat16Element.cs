using System.Runtime.CompilerServices;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Elements;

/// <summary>The upper half of single precision: 8 bits of exponent, 7 of mantissa.</summary>
internal readonly unsafe struct BFloat16Element : IElement
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(void* start, long index)
        where TLanes : struct, ILanes<TLanes> => TLanes.LoadBFloat16((ushort*)start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes value, void* start, long index)
        where TLanes : struct, ILanes<TLanes> => value.StoreBFloat16((ushort*)start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Round<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes>
    {
        var odd = (value >>> 16) & TLanes.Broadcast(1u);
        return TLanes.AddIntegers(TLanes.AddIntegers(value, TLanes.Broadcast(0x7FFFu)), odd) & TLanes.Broadcast(0xFFFF0000u);
    }
}
