using System.Globalization;

namespace MlNetMasks.Masks;

/// <summary>
/// Which weights of a network belong to one function: an immutable, named set of kept weights, one bit per maskable weight.
/// Equal when name, layout and bits are equal.
/// </summary>
public sealed partial class WeightMask : IEquatable<WeightMask>
{
    private readonly int[] _kept;
    private readonly ulong[][] _words;

    /// <summary>Takes ownership of the words; bits past a layer's count must be zero.</summary>
    internal WeightMask(string name, MaskLayout layout, ulong[][] words)
    {
        Name = name;
        Layout = layout;
        _words = words;
        _kept = new int[words.Length];
        for (int layer = 0; layer < words.Length; layer++)
        {
            _kept[layer] = PackedBits.CountOnes(words[layer]);
            Kept += _kept[layer];
        }
    }

    private WeightMask(string name, WeightMask bits)
    {
        Name = name;
        Layout = bits.Layout;
        Kept = bits.Kept;
        _words = bits._words;
        _kept = bits._kept;
    }

    /// <summary>Name of the mask: not blank, without '/' and control characters.</summary>
    public string Name { get; }

    /// <summary>The maskable tensors the bits belong to.</summary>
    public MaskLayout Layout { get; }

    /// <summary>Number of kept weights over all layers.</summary>
    public long Kept { get; }

    /// <summary>Kept weights divided by maskable weights over all layers, in [0, 1].</summary>
    public double Density => (double)Kept / Layout.Count;

    /// <summary>Throws unless a text can be the name of a mask.</summary>
    /// <param name="name">The text.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">It is blank, or holds '/' or control characters.</exception>
    public static string CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (string.IsNullOrWhiteSpace(name) || name.Contains('/', StringComparison.Ordinal) || name.Any(char.IsControl))
        {
            throw new ArgumentException(
                $"The mask name {DisplayText.Quote(name)} is blank, or holds '/' or control characters. "
                + "Use a plain name such as 'add': mask files separate mask and layer with '/'.",
                nameof(name));
        }

        return name;
    }

    /// <summary>Number of kept weights in one layer.</summary>
    /// <param name="layer">Index of the layer in <see cref="Layout"/>.</param>
    /// <returns>A count from 0 to the layer's size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public int KeptIn(int layer) => _kept[CheckLayer(layer)];

    /// <summary>Number of kept weights in some layers together.</summary>
    internal long KeptIn(int[] layers) => layers.Sum(layer => (long)KeptIn(layer));

    /// <summary>Kept weights of one layer divided by its maskable weights, in [0, 1].</summary>
    /// <param name="layer">Index of the layer in <see cref="Layout"/>.</param>
    /// <returns>The density of the layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public double DensityOf(int layer) => (double)_kept[CheckLayer(layer)] / Layout.Layers[layer].Count;

    /// <summary>Whether the mask keeps one weight.</summary>
    /// <param name="layer">Index of the layer in <see cref="Layout"/>.</param>
    /// <param name="index">Index of the weight in the layer, row-major.</param>
    /// <returns><see langword="true"/> when the weight is kept.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or weight.</exception>
    public bool IsKept(int layer, int index)
    {
        int count = Layout.Layers[CheckLayer(layer)].Count;
        if ((uint)index >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), index, $"Layer {DisplayText.Quote(Layout.Layers[layer].Name)} has weights 0 to {Invariant(count - 1)}.");
        }

        return ((_words[layer][index / 64] >> (index % 64)) & 1) != 0;
    }

    /// <summary>The bits of one layer in words of 64, lowest bit first; bits past the layer's size are zero.</summary>
    /// <param name="layer">Index of the layer in <see cref="Layout"/>.</param>
    /// <returns>A view of the mask's own memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<ulong> Words(int layer) => _words[CheckLayer(layer)];

    /// <summary>Whether both masks keep the same weights of the same layout, whatever their names.</summary>
    /// <param name="other">The mask to compare with.</param>
    /// <returns><see langword="true"/> when layout and bits are equal.</returns>
    public bool BitsEqual(WeightMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(_words, other._words))
        {
            return true;
        }

        if (Kept != other.Kept || !Layout.Equals(other.Layout))
        {
            return false;
        }

        for (int layer = 0; layer < _words.Length; layer++)
        {
            if (!_words[layer].AsSpan().SequenceEqual(other._words[layer]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether name, layout and bits are equal.</summary>
    /// <param name="other">The mask to compare with.</param>
    /// <returns><see langword="true"/> when both are the same mask.</returns>
    public bool Equals(WeightMask? other) => other is not null && Name == other.Name && BitsEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WeightMask);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Name);
        foreach (int kept in _kept)
        {
            hash.Add(kept);
        }

        return hash.ToHashCode();
    }

    /// <summary>Name and counts, for messages.</summary>
    /// <returns>Text such as <c>add: 45 of 90 weights kept</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Kept} of {Layout.Count} weights kept");

    internal void RequireSameLayout(WeightMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Layout.Equals(other.Layout))
        {
            throw new ArgumentException(
                $"The masks {DisplayText.Quote(Name)} and {DisplayText.Quote(other.Name)} belong to different networks: "
                + $"{Layout.DescribeDifference(other.Layout)}. Combine only masks learned on the same network.",
                nameof(other));
        }
    }

    private static string Invariant(int value) => value.ToString(CultureInfo.InvariantCulture);

    private int CheckLayer(int layer) => (uint)layer < (uint)_words.Length
        ? layer
        : throw new ArgumentOutOfRangeException(
            nameof(layer), layer, $"The mask {DisplayText.Quote(Name)} has layers 0 to {Invariant(_words.Length - 1)}.");
}
