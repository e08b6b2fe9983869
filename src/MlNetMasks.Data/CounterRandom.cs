namespace MlNetMasks.Data;

/// <summary>
/// A stateless random generator: every draw is a pure function of seed, stream, index and draw number, so that row i can be made without
/// making the rows before it, on any thread and in any order. The mixing function is the SplitMix64 finalizer, applied twice.
/// </summary>
public readonly record struct CounterRandom
{
    private const ulong Increment = 0x9E3779B97F4A7C15;
    private readonly ulong _key;

    /// <summary>Derives a generator from a root seed and the name of a stream; other names give unrelated draws.</summary>
    /// <param name="seed">Root seed, any value.</param>
    /// <param name="stream">Name of the stream, for example <c>add-mul/Train</c>; compared ordinally.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public CounterRandom(long seed, string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _key = Mix(Mix((ulong)seed + Increment) + HashOf(stream));
    }

    /// <summary>Returns 64 uniformly distributed bits.</summary>
    /// <param name="index">Index of the row or other item.</param>
    /// <param name="draw">Number of the draw within the item.</param>
    public ulong Bits(long index, int draw) =>
        Mix(Mix(_key + ((ulong)index * Increment)) + ((ulong)(draw + 1L) * Increment));

    /// <summary>Returns a whole number in [0, <paramref name="bound"/>); its bias is below <paramref name="bound"/> / 2^64.</summary>
    /// <param name="bound">Exclusive upper bound, at least 1.</param>
    /// <param name="index">Index of the row or other item.</param>
    /// <param name="draw">Number of the draw within the item.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public long Below(long bound, long index, int draw)
    {
        if (bound < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(bound), bound, "The bound must be at least 1.");
        }

        return (long)Math.BigMul(Bits(index, draw), (ulong)bound, out _);
    }

    /// <summary>Returns a number strictly between 0 and 1, with 52 random bits.</summary>
    /// <param name="index">Index of the row or other item.</param>
    /// <param name="draw">Number of the draw within the item.</param>
    public double Uniform(long index, int draw) => ((Bits(index, draw) >> 12) + 0.5) / (1L << 52);

    internal static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    // FNV-1a over the UTF-16 units, because string.GetHashCode differs from process to process.
    private static ulong HashOf(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char unit in text)
        {
            hash = (hash ^ unit) * 0x100000001B3;
        }

        return hash;
    }
}
