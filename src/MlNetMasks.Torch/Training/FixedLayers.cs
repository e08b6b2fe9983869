using MlNetMasks.Masks;

namespace MlNetMasks.Torch;

/// <summary>
/// Layers that take part with a constant mask while the mask of the others is learned: the network sees exactly the weights that it keeps, no logit of them moves, and
/// the learned mask has the same bits there.
/// </summary>
public sealed class FixedLayers
{
    /// <summary>Chooses the layers.</summary>
    /// <param name="mask">The constant mask; its other layers do not matter.</param>
    /// <param name="layers">Names of the layers, at least one and not all of the mask.</param>
    /// <exception cref="ArgumentException">The mask has no such layer, one is named twice, or none or all of them are fixed.</exception>
    public FixedLayers(WeightMask mask, IReadOnlyList<string> layers)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.FirstOrDefault(layer => mask.Layout.IndexOf(layer) < 0) is { } unknown)
        {
            throw new ArgumentException(
                $"Mask '{mask.Name}' has no layer '{unknown}' to fix; its layers are {string.Join(", ", mask.Layout.Layers.Select(layer => layer.Name))}.", nameof(layers));
        }

        if (layers.Count == 0 || layers.Distinct(StringComparer.Ordinal).Count() < layers.Count || layers.Count == mask.Layout.Layers.Count)
        {
            throw new ArgumentException(
                $"The layers to fix are [{string.Join(", ", layers)}] of {mask.Layout.Layers.Count}; name at least one, each once, and leave at least one to be learned.", nameof(layers));
        }

        Mask = mask;
        Layers = [.. layers];
    }

    /// <summary>The constant mask.</summary>
    public WeightMask Mask { get; }

    /// <summary>Names of the layers.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>What tells these layers from others, for checkpoints: name and hash of the bits.</summary>
    internal IEnumerable<(string Name, string Value)> Describe() => Layers.Select(layer => (
        $"fixed {layer}",
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Mask.Words(Mask.Layout.IndexOf(layer)))))));
}
