namespace MlNetMasks.Torch.Kernels;

/// <summary>Hashes (seed, step, slot, block, sample) to the key of one random stream.</summary>
internal static class StreamKey
{
    /// <summary>The odd number nearest to 2^64 divided by the golden ratio.</summary>
    public const ulong Increment = 0x9E3779B97F4A7C15UL;

    public static ulong OfSlot(MaskDraw draw, int slot) =>
        Combine(Combine(Mix(draw.Seed + Increment), (ulong)draw.Step), (ulong)slot);

    public static ulong Combine(ulong key, ulong value) => Mix(key ^ Mix(value + Increment));

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood, 2014), a bijection.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
