namespace MlNetMasks.Torch.Kernels.Lanes;

/// <summary>
/// A register of 32-bit lanes. Arithmetic operators act on lanes as floats, bit operators as unsigned integers.
/// </summary>
/// <remarks>
/// Kernels are written once against this type. Vector512 alone would be one source too, but its emulation is about as fast as
/// Vector256 only where AVX2 exists; on 128-bit machines (Arm) it was measured to be twenty times slower than this.
/// Only <see cref="MultiplyAdd"/> fuses a multiplication with an addition; what does without it computes the same bits at every width.
/// </remarks>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Lanes in this register; divides 16.</summary>
    static abstract int Count { get; }

    static abstract TSelf Load(void* source);

    static abstract TSelf Broadcast(float value);

    static abstract TSelf Broadcast(uint value);

    /// <summary>The integers first, first + 1, ...</summary>
    static abstract TSelf Sequence(uint first);

    void Store(void* destination);

    /// <summary>Numbers of bfloat16, two bytes each, as floats.</summary>
    static abstract TSelf LoadBFloat16(void* source);

    /// <summary>The upper halves of the lanes, two bytes each: exact for numbers of bfloat16.</summary>
    void StoreBFloat16(void* destination);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>left * right + addend, in one instruction and with one rounding where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    static abstract TSelf operator ^(TSelf left, TSelf right);

    static abstract TSelf operator <<(TSelf value, int count);

    static abstract TSelf operator >>>(TSelf value, int count);

    static abstract TSelf SquareRoot(TSelf value);

    static abstract TSelf AddIntegers(TSelf left, TSelf right);

    static abstract TSelf MultiplyIntegers(TSelf left, TSelf right);

    /// <summary>Floats to integers towards zero; only for values that fit.</summary>
    static abstract TSelf Truncate(TSelf value);

    /// <summary>Signed integers to floats.</summary>
    static abstract TSelf ToFloat(TSelf value);

    /// <summary>All bits set where left &gt; right as floats; never for NaN.</summary>
    static abstract TSelf IsGreater(TSelf left, TSelf right);

    /// <summary>All bits set where left &gt; right as signed integers.</summary>
    static abstract TSelf IsGreaterInteger(TSelf left, TSelf right);

    static abstract TSelf Select(TSelf mask, TSelf whereSet, TSelf whereClear);
}
