namespace MlNetMasks.Masks;

/// <content>Random masks: what a learned mask of the same density is compared with.</content>
public sealed partial class WeightMask
{
    /// <summary>
    /// A random mask that keeps exactly as many weights of each layer as another one; every choice of them is equally likely.
    /// </summary>
    /// <remarks>Each layer draws from a stream of its own, made from the seed, the mask's name, the draw and the layer's name.</remarks>
    /// <param name="like">The mask whose counts are taken over.</param>
    /// <param name="seed">Root seed of the run.</param>
    /// <param name="draw">Index of the draw, counted from 0; each gives another mask.</param>
    /// <returns>A new mask named <c>"random (draw) of (mask)"</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The draw is negative.</exception>
    public static WeightMask Random(WeightMask like, int seed, int draw = 0)
    {
        ArgumentNullException.ThrowIfNull(like);
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        string number = Invariant(draw);
        ulong stream = NamedRandom.Derive((ulong)seed, "random", like.Name, number);
        return Build($"random {number} of {like.Name}", like.Layout, (layer, words) =>
        {
            MaskLayer described = like.Layout.Layers[layer];
            DrawBits(words, described.Count, like.KeptIn(layer), new NamedRandom(NamedRandom.Derive(stream, described.Name)));
        });
    }

    /// <summary>Sets a number of bits, all choices equally likely: the fewer of kept and removed ones are drawn, again whenever one is drawn twice.</summary>
    private static void DrawBits(ulong[] words, int count, int kept, NamedRandom random)
    {
        bool drawsRemoved = kept > count / 2;
        int missing = drawsRemoved ? count - kept : kept;
        while (missing > 0)
        {
            int index = random.NextIndex(count);
            ulong bit = 1UL << (index % 64);
            ref ulong word = ref words[index / 64];
            missing -= (word & bit) == 0 ? 1 : 0;
            word |= bit;
        }

        if (drawsRemoved)
        {
            for (int i = 0; i < words.Length; i++)
            {
                words[i] = ~words[i];
            }

            words[^1] &= PackedBits.TailMask(count);
        }
    }
}
