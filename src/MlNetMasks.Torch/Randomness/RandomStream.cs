using System.Numerics;
using System.Text;

namespace MlNetMasks.Torch;

/// <summary>
/// A seeded stream of random numbers (xoshiro256**, Blackman and Vigna 2018, state expanded by SplitMix64). Streams made from
/// the same seed by different names are independent, so adding a stage never shifts the draws of another.
/// </summary>
public sealed class RandomStream
{
    /// <summary>Numbers that make up the state of a stream.</summary>
    internal const int StateLength = 4;

    private ulong _s0, _s1, _s2, _s3;

    /// <summary>Starts a stream at a key.</summary>
    /// <param name="key">Any 64-bit number.</param>
    public RandomStream(ulong key)
    {
        _s0 = Mix(key += 0x9E3779B97F4A7C15UL);
        _s1 = Mix(key += 0x9E3779B97F4A7C15UL);
        _s2 = Mix(key += 0x9E3779B97F4A7C15UL);
        _s3 = Mix(key + 0x9E3779B97F4A7C15UL);
    }

    /// <summary>Derives a key for a named purpose from a seed: the same on every machine and in every release.</summary>
    /// <param name="seed">The parent seed.</param>
    /// <param name="name">The purpose, for example <c>pretrain/weights</c>.</param>
    /// <returns>A 64-bit key.</returns>
    public static ulong DeriveKey(ulong seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var hash = 0xCBF29CE484222325UL; // FNV-1a over the name, then mixed with the seed
        foreach (var value in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ value) * 0x100000001B3UL;
        }

        return Mix(Mix(seed + 0x9E3779B97F4A7C15UL) ^ hash);
    }

    /// <summary>Derives the next key of a chain.</summary>
    /// <param name="key">The last key.</param>
    /// <returns>A well-mixed 64-bit key.</returns>
    public static ulong DeriveKey(ulong key) => Mix(key + 0x9E3779B97F4A7C15UL);

    /// <summary>Draws 64 random bits.</summary>
    /// <returns>A uniform 64-bit number.</returns>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Draws a uniform integer in [0, <paramref name="exclusiveMaximum"/>) without modulo bias (Lemire 2019).</summary>
    /// <param name="exclusiveMaximum">The bound, at least 1.</param>
    /// <returns>The integer.</returns>
    public int NextInt32(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMaximum, 1);
        var bound = (ulong)exclusiveMaximum;
        var threshold = (0UL - bound) % bound;
        while (true)
        {
            var high = Math.BigMul(NextUInt64(), bound, out var low);
            if (low >= threshold)
            {
                return (int)high;
            }
        }
    }

    /// <summary>Draws a uniform number strictly inside (0, 1).</summary>
    /// <returns>The number, a multiple of 2^-52 plus 2^-53.</returns>
    public double NextDouble() => ((NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>
    /// Fills a span with uniform numbers from [<paramref name="minimum"/>, <paramref name="maximum"/>]; the bounds themselves come up only
    /// by rounding to single precision.
    /// </summary>
    /// <param name="destination">The span to fill.</param>
    /// <param name="minimum">Lower bound.</param>
    /// <param name="maximum">Upper bound.</param>
    public void FillUniform(Span<float> destination, double minimum, double maximum)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = (float)(minimum + ((maximum - minimum) * NextDouble()));
        }
    }

    /// <summary>Fills a span with normal numbers around zero (Box and Muller 1958).</summary>
    /// <param name="destination">The span to fill.</param>
    /// <param name="deviation">Standard deviation.</param>
    public void FillNormal(Span<float> destination, double deviation)
    {
        for (var i = 0; i < destination.Length; i += 2)
        {
            var radius = deviation * Math.Sqrt(-2 * Math.Log(NextDouble()));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * NextDouble());
            destination[i] = (float)(radius * cosine);
            if (i + 1 < destination.Length)
            {
                destination[i + 1] = (float)(radius * sine);
            }
        }
    }

    /// <summary>Shuffles a span in place (Fisher and Yates).</summary>
    /// <param name="values">The values to shuffle.</param>
    public void Shuffle(Span<int> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>Where the stream stands.</summary>
    internal ulong[] State() => [_s0, _s1, _s2, _s3];

    /// <summary>Goes to where a stream stood.</summary>
    internal void Restore(ReadOnlySpan<ulong> state) => (_s0, _s1, _s2, _s3) = (state[0], state[1], state[2], state[3]);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
