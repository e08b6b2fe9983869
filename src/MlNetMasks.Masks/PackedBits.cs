using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetMasks.Masks;

/// <summary>Bits in 64-bit words, lowest bit first. Bits past the count are always zero, so counting never needs to look at it.</summary>
internal static class PackedBits
{
    private const int WordBits = 64;

    public static int WordCount(int count) => (int)(((long)count + WordBits - 1) / WordBits);

    /// <summary>The bits of the last word that belong to the count.</summary>
    public static ulong TailMask(int count) => count % WordBits == 0 ? ulong.MaxValue : (1UL << (count % WordBits)) - 1;

    public static int CountOnes(ReadOnlySpan<ulong> words)
    {
        int ones = 0;
        foreach (ulong word in words)
        {
            ones += BitOperations.PopCount(word);
        }

        return ones;
    }

    public static int CountCommon(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int ones = 0;
        for (int i = 0; i < a.Length && i < b.Length; i++)
        {
            ones += BitOperations.PopCount(a[i] & b[i]);
        }

        return ones;
    }

    /// <summary>Packs <c>value > 0</c>. Returns the index of the first NaN, or -1.</summary>
    public static int PackPositive(ReadOnlySpan<float> values, Span<ulong> words)
    {
        int wordIndex = 0;
        int start = 0;
        for (; start + WordBits <= values.Length; start += WordBits)
        {
            ref float first = ref MemoryMarshal.GetReference(values[start..]);
            ulong word = 0;
            Vector256<float> ordered = Vector256<float>.AllBitsSet;
            for (int i = 0; i < WordBits; i += Vector256<float>.Count)
            {
                Vector256<float> block = Vector256.LoadUnsafe(ref first, (nuint)i);
                ordered &= Vector256.Equals(block, block);
                word |= (ulong)Vector256.GreaterThan(block, Vector256<float>.Zero).ExtractMostSignificantBits() << i;
            }

            if (ordered.ExtractMostSignificantBits() != 0xFF)
            {
                break;
            }

            words[wordIndex++] = word;
        }

        for (int i = start; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
            {
                return i;
            }

            words[i / WordBits] |= values[i] > 0 ? 1UL << (i % WordBits) : 0;
        }

        return -1;
    }

    /// <summary>Packs bytes of 0 and 1. Returns the index of the first other byte, or -1.</summary>
    public static int PackFlags(ReadOnlySpan<byte> flags, Span<ulong> words)
    {
        int invalid = flags.IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (invalid >= 0)
        {
            return invalid;
        }

        int start = 0;
        for (; start + WordBits <= flags.Length; start += WordBits)
        {
            ref byte first = ref MemoryMarshal.GetReference(flags[start..]);
            uint low = Vector256.Equals(Vector256.LoadUnsafe(ref first), Vector256<byte>.One).ExtractMostSignificantBits();
            uint high = Vector256.Equals(Vector256.LoadUnsafe(ref first, (nuint)Vector256<byte>.Count), Vector256<byte>.One).ExtractMostSignificantBits();
            words[start / WordBits] = ((ulong)high << 32) | low;
        }

        for (int i = start; i < flags.Length; i++)
        {
            words[i / WordBits] |= (ulong)flags[i] << (i % WordBits);
        }

        return -1;
    }

    public static void UnpackFlags(ReadOnlySpan<ulong> words, Span<byte> flags)
    {
        int start = 0;
        for (; start + 8 <= flags.Length; start += 8)
        {
            // Copies eight bits into each of eight bytes, leaves bit k in byte k, and moves it to the lowest place: 0x7F carries it into the highest.
            ulong bits = (words[start / WordBits] >> (start % WordBits)) & 0xFF;
            ulong spread = (bits * 0x0101010101010101) & 0x8040201008040201;
            BinaryPrimitives.WriteUInt64LittleEndian(flags[start..], ((spread + 0x7F7F7F7F7F7F7F7F) >> 7) & 0x0101010101010101);
        }

        for (int i = start; i < flags.Length; i++)
        {
            flags[i] = (byte)((words[i / WordBits] >> (i % WordBits)) & 1);
        }
    }

    public static void UnpackSingles(ReadOnlySpan<ulong> words, Span<float> values)
    {
        Vector256<int> bitOfLane = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        int start = 0;
        for (; start + Vector256<float>.Count <= values.Length; start += Vector256<float>.Count)
        {
            int bits = (int)((words[start / WordBits] >> (start % WordBits)) & 0xFF);
            Vector256<int> kept = Vector256.Equals(Vector256.Create(bits) & bitOfLane, bitOfLane);
            (kept.AsSingle() & Vector256<float>.One).CopyTo(values[start..]);
        }

        for (int i = start; i < values.Length; i++)
        {
            values[i] = (words[i / WordBits] >> (i % WordBits)) & 1;
        }
    }
}
