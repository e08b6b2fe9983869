using System.Buffers.Binary;
using System.Globalization;

namespace MlNetMasks.Masks;

/// <content>Masks from logits and bits, and back to bits and factors.</content>
public sealed partial class WeightMask
{
    /// <summary>The deterministic mask of learned logits: a weight is kept when its logit is greater than 0 (paper, section 2).</summary>
    /// <param name="name">Name of the mask.</param>
    /// <param name="layout">The maskable tensors.</param>
    /// <param name="logitsOfLayer">Gives the logits of the layer with the given index, row-major, one per weight.</param>
    /// <returns>A new mask.</returns>
    /// <exception cref="ArgumentException">A logit is NaN, a layer has the wrong number of logits, or the name is not a mask name.</exception>
    public static WeightMask FromLogits(string name, MaskLayout layout, Func<int, ReadOnlySpan<float>> logitsOfLayer)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(logitsOfLayer);
        return Build(name, layout, (layer, words) =>
        {
            ReadOnlySpan<float> logits = logitsOfLayer(layer);
            RequireCount(name, layout.Layers[layer], "logits", logits.Length, layout.Layers[layer].Count, nameof(logitsOfLayer));
            int nan = PackedBits.PackPositive(logits, words);
            if (nan >= 0)
            {
                throw new ArgumentException(
                    $"Mask {DisplayText.Quote(name)}, layer {DisplayText.Quote(layout.Layers[layer].Name)}: logit {Invariant(nan)} is NaN. "
                    + "Learn the mask again with a lower learning rate.",
                    nameof(logitsOfLayer));
            }
        });
    }

    /// <summary>A mask that keeps every weight.</summary>
    /// <param name="name">Name of the mask.</param>
    /// <param name="layout">The maskable tensors.</param>
    /// <returns>A new mask.</returns>
    /// <exception cref="ArgumentException">The name is not a mask name.</exception>
    public static WeightMask Full(string name, MaskLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return Build(name, layout, (layer, words) =>
        {
            words.AsSpan().Fill(ulong.MaxValue);
            words[^1] = PackedBits.TailMask(layout.Layers[layer].Count);
        });
    }

    /// <summary>A mask that keeps no weight.</summary>
    /// <param name="name">Name of the mask.</param>
    /// <param name="layout">The maskable tensors.</param>
    /// <returns>A new mask.</returns>
    /// <exception cref="ArgumentException">The name is not a mask name.</exception>
    public static WeightMask Empty(string name, MaskLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return Build(name, layout, static (_, _) => { });
    }

    /// <summary>A mask from packed bits, as <see cref="ToBits"/> writes them.</summary>
    /// <param name="name">Name of the mask.</param>
    /// <param name="layout">The maskable tensors.</param>
    /// <param name="bitsPerLayer">For each layer of n weights ceil(n / 8) bytes, weight 0 in the lowest bit of byte 0; unused bits are zero.</param>
    /// <returns>A new mask.</returns>
    /// <exception cref="ArgumentException">The number of layers or bytes is wrong, an unused bit is set, or the name is not a mask name.</exception>
    public static WeightMask FromBits(string name, MaskLayout layout, IReadOnlyList<byte[]> bitsPerLayer)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(bitsPerLayer);
        if (bitsPerLayer.Count != layout.Layers.Count)
        {
            throw new ArgumentException(
                $"Mask {DisplayText.Quote(name)} has bits of {Invariant(bitsPerLayer.Count)} layers, its layout has {Invariant(layout.Layers.Count)}. "
                + "Give one byte array per layer, in the order of the layout.",
                nameof(bitsPerLayer));
        }

        return Build(name, layout, (layer, words) =>
        {
            MaskLayer described = layout.Layers[layer];
            byte[] bits = bitsPerLayer[layer];
            RequireCount(name, described, "bytes", bits.Length, ByteCount(described.Count), nameof(bitsPerLayer));
            for (int i = 0; i < bits.Length; i++)
            {
                words[i / sizeof(ulong)] |= (ulong)bits[i] << (i % sizeof(ulong) * 8);
            }

            if ((words[^1] & ~PackedBits.TailMask(described.Count)) != 0)
            {
                throw new ArgumentException(
                    $"Mask {DisplayText.Quote(name)}, layer {DisplayText.Quote(described.Name)}: a bit after weight {Invariant(described.Count - 1)} is set. "
                    + "The bytes belong to another layer or order their bits differently: the lowest bit comes first.",
                    nameof(bitsPerLayer));
            }
        });
    }

    /// <summary>The bits of one layer as bytes, weight 0 in the lowest bit of byte 0.</summary>
    /// <param name="layer">Index of the layer in <see cref="Layout"/>.</param>
    /// <returns>ceil(n / 8) bytes for a layer of n weights; unused bits are zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public byte[] ToBits(int layer)
    {
        ReadOnlySpan<ulong> words = Words(layer);
        byte[] padded = new byte[words.Length * sizeof(ulong)];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(padded.AsSpan(i * sizeof(ulong)), words[i]);
        }

        return padded[..ByteCount(Layout.Layers[layer].Count)];
    }

    /// <summary>Writes one factor per weight of a layer: 1 for a kept weight, 0 for a removed one.</summary>
    /// <param name="layer">Index of the layer in <see cref="Layout"/>.</param>
    /// <param name="destination">One place per weight of the layer, row-major.</param>
    /// <exception cref="ArgumentException">The destination does not have the layer's size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public void Expand(int layer, Span<float> destination)
    {
        ReadOnlySpan<ulong> words = Words(layer);
        RequireCount(Name, Layout.Layers[layer], "places", destination.Length, Layout.Layers[layer].Count, nameof(destination));
        PackedBits.UnpackSingles(words, destination);
    }

    internal static WeightMask Build(string name, MaskLayout layout, Action<int, ulong[]> fill)
    {
        CheckName(name);
        ulong[][] words = new ulong[layout.Layers.Count][];
        for (int layer = 0; layer < words.Length; layer++)
        {
            words[layer] = new ulong[PackedBits.WordCount(layout.Layers[layer].Count)];
            fill(layer, words[layer]);
        }

        return new WeightMask(name, layout, words);
    }

    private static int ByteCount(int count) => (int)(((long)count + 7) / 8);

    private static void RequireCount(string mask, MaskLayer layer, string what, int actual, int expected, string parameter)
    {
        if (actual != expected)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Mask {DisplayText.Quote(mask)}, layer {layer}: {actual} {what} given, {expected} expected. ")
                + "Pass the tensor of this layer.",
                parameter);
        }
    }
}
