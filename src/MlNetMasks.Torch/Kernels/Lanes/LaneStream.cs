using System.Runtime.CompilerServices;

namespace MlNetMasks.Torch.Kernels.Lanes;

/// <summary>
/// Random bits for some of the sixteen lanes of a stream: one generator of the xoshiro128+ family (Blackman and Vigna, 2021) per lane.
/// </summary>
/// <remarks>
/// Lane l of the stream serves the weights l, l + 16, l + 32, ... of a block, so a narrow register draws what a wide one draws: it
/// visits its lanes in several passes. Only the upper 24 bits of a draw are used; the weak lowest bit of the "+" output never matters.
/// </remarks>
internal struct LaneStream<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private TLanes _a;
    private TLanes _b;
    private TLanes _c;
    private TLanes _d;

    /// <summary>Seeds the lanes from <paramref name="firstLane"/> on with the stream's key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneStream(ulong key, int firstLane)
    {
        var low = StreamKey.Mix(key + StreamKey.Increment);
        var high = StreamKey.Mix(key + StreamKey.Increment + StreamKey.Increment);
        var lanes = TLanes.MultiplyIntegers(TLanes.Sequence((uint)firstLane), TLanes.Broadcast(0x9E3779B9u));
        _a = Scatter(TLanes.AddIntegers(lanes, TLanes.Broadcast((uint)low)));
        _b = Scatter(TLanes.AddIntegers(lanes, TLanes.Broadcast((uint)(low >> 32))));
        _c = Scatter(TLanes.AddIntegers(lanes, TLanes.Broadcast((uint)high)));
        _d = Scatter(TLanes.AddIntegers(lanes, TLanes.Broadcast((uint)(high >> 32))));
    }

    /// <summary>32 fresh bits per lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Next()
    {
        var result = TLanes.AddIntegers(_a, _d);
        var shifted = _b << 9;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = (_d << 11) | (_d >>> 21);
        return result;
    }

    /// <summary>A bijective avalanche hash of 32 bits: multiply, shift, xor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Scatter(TLanes value)
    {
        value ^= value >>> 16;
        value = TLanes.MultiplyIntegers(value, TLanes.Broadcast(0x7FEB352Du));
        value ^= value >>> 15;
        value = TLanes.MultiplyIntegers(value, TLanes.Broadcast(0x846CA68Bu));
        return value ^ (value >>> 16);
    }
}
