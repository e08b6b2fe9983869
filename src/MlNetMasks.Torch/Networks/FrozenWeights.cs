using MlNetMasks.Masks;
using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch;

/// <summary>
/// The weights of a trained network at rest, in managed memory: immutable, safe on several threads, nothing to dispose. They outlive a
/// failed training and a disposed model, because tensors exist only between <see cref="Thaw"/> and the disposal of what that returns.
/// </summary>
public sealed class FrozenWeights
{
    private readonly float[][] _values;

    internal FrozenWeights(NetworkWeights weights)
    {
        Spec = weights.Spec;
        Shape = weights.Shape;
        MaskLayout = weights.MaskLayout;
        Layout = weights.Arena.Layout;
        _values = [.. Layout.Slots.Select((_, slot) => weights.Arena.Span(slot).ToArray())];
    }

    /// <summary>The architecture.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>Input and output sizes.</summary>
    public NetworkShape Shape { get; }

    /// <summary>The layout of masks over these weights.</summary>
    public MaskLayout MaskLayout { get; }

    /// <summary>Names and shapes of the parameters, in order of declaration.</summary>
    public ArenaLayout Layout { get; }

    /// <summary>The values of a parameter.</summary>
    /// <param name="slot">Index of the parameter in <see cref="Layout"/>.</param>
    /// <returns>The values, row-major.</returns>
    public ReadOnlySpan<float> Values(int slot) => _values[slot];

    /// <summary>Copies the weights into tensors.</summary>
    /// <param name="mask">Maskable weights that it does not keep become zero; <see langword="null"/> copies everything.</param>
    /// <returns>New weights; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">The mask belongs to another architecture.</exception>
    public NetworkWeights Thaw(WeightMask? mask = null)
    {
        if (mask is not null && !mask.Layout.Equals(MaskLayout))
        {
            throw new ArgumentException($"Mask '{mask.Name}' belongs to a network with other maskable tensors; learn it on this network.", nameof(mask));
        }

        var weights = NetworkWeights.Create(Spec, Shape);
        for (var slot = 0; slot < _values.Length; slot++)
        {
            _values[slot].CopyTo(weights.Arena.Span(slot));
        }

        for (var layer = 0; mask is not null && layer < MaskLayout.Layers.Count; layer++)
        {
            var values = weights.Arena.Span(Layout.IndexOf(MaskLayout.Layers[layer].Name));
            HardMask.Apply(values, mask.Words(layer), values);
        }

        return weights;
    }

    /// <summary>Writes the weights as safetensors: one F32 tensor per parameter.</summary>
    /// <param name="stream">Where to write.</param>
    public void Write(Stream stream)
    {
        using var weights = Thaw();
        weights.Write(stream);
    }
}
