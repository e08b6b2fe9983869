using System.Runtime.CompilerServices;

namespace MlNetMasks.Torch.Kernels.Lanes;

/// <summary>One lane: the path for machines without vector instructions and for the tails of segments.</summary>
internal readonly unsafe struct ScalarLane : ILanes<ScalarLane>
{
    private readonly uint _bits;

    private ScalarLane(uint bits) => _bits = bits;

    private ScalarLane(float value) => _bits = BitConverter.SingleToUInt32Bits(value);

    public static int Count => 1;

    private float Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BitConverter.UInt32BitsToSingle(_bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Load(void* source) => new(*(uint*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Broadcast(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Broadcast(uint value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Sequence(uint first) => new(first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(void* destination) => *(uint*)destination = _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane LoadBFloat16(void* source) => new((uint)*(ushort*)source << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBFloat16(void* destination) => *(ushort*)destination = (ushort)(_bits >> 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator +(ScalarLane left, ScalarLane right) => new(left.Value + right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator -(ScalarLane left, ScalarLane right) => new(left.Value - right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator *(ScalarLane left, ScalarLane right) => new(left.Value * right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator /(ScalarLane left, ScalarLane right) => new(left.Value / right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane MultiplyAdd(ScalarLane left, ScalarLane right, ScalarLane addend) => (left * right) + addend;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator &(ScalarLane left, ScalarLane right) => new(left._bits & right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator |(ScalarLane left, ScalarLane right) => new(left._bits | right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator ^(ScalarLane left, ScalarLane right) => new(left._bits ^ right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator <<(ScalarLane value, int count) => new(value._bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator >>>(ScalarLane value, int count) => new(value._bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane SquareRoot(ScalarLane value) => new(MathF.Sqrt(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane AddIntegers(ScalarLane left, ScalarLane right) => new(left._bits + right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane MultiplyIntegers(ScalarLane left, ScalarLane right) => new(left._bits * right._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Truncate(ScalarLane value) => new((uint)(int)value.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane ToFloat(ScalarLane value) => new((float)(int)value._bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane IsGreater(ScalarLane left, ScalarLane right) => new(left.Value > right.Value ? uint.MaxValue : 0u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane IsGreaterInteger(ScalarLane left, ScalarLane right) =>
        new((int)left._bits > (int)right._bits ? uint.MaxValue : 0u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Select(ScalarLane mask, ScalarLane whereSet, ScalarLane whereClear) =>
        new((mask._bits & whereSet._bits) | (~mask._bits & whereClear._bits));
}
