namespace MlNetMasks.Masks;

/// <content>Set algebra: every operation returns a new mask of the same layout.</content>
public sealed partial class WeightMask
{
    /// <summary>The weights that both masks keep.</summary>
    /// <param name="other">A mask of an equal layout.</param>
    /// <param name="name">Name of the result; default <c>"this and other"</c> with the masks' names.</param>
    /// <returns>A new mask.</returns>
    /// <exception cref="ArgumentException">The layouts differ, or the name is not a mask name.</exception>
    public WeightMask And(WeightMask other, string? name = null)
    {
        RequireSameLayout(other);
        return Combine(other, name ?? $"{Name} and {other.Name}", static (a, b) => a & b);
    }

    /// <summary>The weights that at least one of the two masks keeps.</summary>
    /// <param name="other">A mask of an equal layout.</param>
    /// <param name="name">Name of the result; default <c>"this or other"</c> with the masks' names.</param>
    /// <returns>A new mask.</returns>
    /// <exception cref="ArgumentException">The layouts differ, or the name is not a mask name.</exception>
    public WeightMask Or(WeightMask other, string? name = null)
    {
        RequireSameLayout(other);
        return Combine(other, name ?? $"{Name} or {other.Name}", static (a, b) => a | b);
    }

    /// <summary>The weights that this mask keeps and the other removes.</summary>
    /// <param name="other">A mask of an equal layout.</param>
    /// <param name="name">Name of the result; default <c>"this minus other"</c> with the masks' names.</param>
    /// <returns>A new mask.</returns>
    /// <exception cref="ArgumentException">The layouts differ, or the name is not a mask name.</exception>
    public WeightMask Minus(WeightMask other, string? name = null)
    {
        RequireSameLayout(other);
        return Combine(other, name ?? $"{Name} minus {other.Name}", static (a, b) => a & ~b);
    }

    /// <summary>The weights that exactly one of the two masks keeps.</summary>
    /// <param name="other">A mask of an equal layout.</param>
    /// <param name="name">Name of the result; default <c>"this xor other"</c> with the masks' names.</param>
    /// <returns>A new mask.</returns>
    /// <exception cref="ArgumentException">The layouts differ, or the name is not a mask name.</exception>
    public WeightMask Xor(WeightMask other, string? name = null)
    {
        RequireSameLayout(other);
        return Combine(other, name ?? $"{Name} xor {other.Name}", static (a, b) => a ^ b);
    }

    /// <summary>The inverse mask: the maskable weights that this mask removes.</summary>
    /// <param name="name">Name of the result; default <c>"not this"</c> with the mask's name.</param>
    /// <returns>A new mask.</returns>
    /// <exception cref="ArgumentException">The name is not a mask name.</exception>
    public WeightMask Not(string? name = null) => Full("full", Layout).Minus(this, name ?? $"not {Name}");

    /// <summary>The mask on the last modules of the network only: what lies before them keeps all its weights.</summary>
    /// <param name="count">Number of modules at the end of the layout that are masked, 0 to all; see <see cref="MaskLayout.Modules"/>.</param>
    /// <returns>A new mask of the same name.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many modules.</exception>
    public WeightMask OnLastModules(int count)
    {
        IReadOnlyList<MaskModule> modules = Layout.Modules;
        if (count < 0 || count > modules.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The network has {modules.Count} modules. Mask 0 to {modules.Count} of them.");
        }

        int first = count == 0 ? Layout.Layers.Count : modules[^count].FirstLayer;
        WeightMask all = Full(Name, Layout);
        return Build(Name, Layout, (layer, words) => (layer < first ? all : this).Words(layer).CopyTo(words));
    }

    /// <summary>The same bits under another name; the memory is shared.</summary>
    /// <param name="name">Name of the result.</param>
    /// <returns>A new mask.</returns>
    /// <exception cref="ArgumentException">The name is not a mask name.</exception>
    public WeightMask Named(string name) => new(CheckName(name), this);

    private WeightMask Combine(WeightMask other, string name, Func<ulong, ulong, ulong> operation)
    {
        CheckName(name);
        ulong[][] words = new ulong[_words.Length][];
        for (int layer = 0; layer < words.Length; layer++)
        {
            ulong[] first = _words[layer];
            ulong[] second = other._words[layer];
            ulong[] result = words[layer] = new ulong[first.Length];
            for (int i = 0; i < result.Length; i++)
            {
                result[i] = operation(first[i], second[i]);
            }
        }

        return new WeightMask(name, Layout, words);
    }
}
