namespace MlNetMasks.Masks;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014) started from a seed and a list of names, so that what is drawn for one name
/// does not depend on which others are drawn for.
/// </summary>
internal struct NamedRandom
{
    private ulong _state;

    public NamedRandom(ulong seed) => _state = seed;

    public static ulong Derive(ulong seed, params ReadOnlySpan<string> names)
    {
        // FNV-1a over the letters; the length closes each name so that ("ab", "c") and ("a", "bc") differ.
        ulong hash = 14695981039346656037;
        foreach (string name in names)
        {
            foreach (char letter in name)
            {
                hash = (hash ^ letter) * 1099511628211;
            }

            hash = (hash ^ (ulong)name.Length) * 1099511628211;
        }

        NamedRandom first = new(seed);
        NamedRandom second = new(first.NextBits() ^ hash);
        return second.NextBits();
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from 0 to count - 1; no number is likelier than another by more than count / 2^64.</summary>
    public int NextIndex(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    private ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
