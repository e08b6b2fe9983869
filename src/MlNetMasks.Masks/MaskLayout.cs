using System.Globalization;

namespace MlNetMasks.Masks;

/// <summary>The ordered maskable tensors of a network; masks can be combined only when their layouts are equal.</summary>
public sealed class MaskLayout : IEquatable<MaskLayout>
{
    private readonly Dictionary<string, int> _indices;
    private readonly MaskLayer[] _layers;

    /// <summary>Makes a layout of at least one layer.</summary>
    /// <param name="layers">Layers in the order of the network; names are unique.</param>
    /// <exception cref="ArgumentException">There is no layer, or two have the same name.</exception>
    public MaskLayout(IEnumerable<MaskLayer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = [.. layers];
        if (_layers.Length == 0)
        {
            throw new ArgumentException("A layout needs at least one layer: the network has no maskable tensor.", nameof(layers));
        }

        _indices = new Dictionary<string, int>(_layers.Length, StringComparer.Ordinal);
        for (int i = 0; i < _layers.Length; i++)
        {
            if (!_indices.TryAdd(_layers[i].Name, i))
            {
                throw new ArgumentException(
                    $"Two layers are named {DisplayText.Quote(_layers[i].Name)}. Give every maskable tensor its own name.", nameof(layers));
            }

            Count += _layers[i].Count;
        }

        Layers = Array.AsReadOnly(_layers);
        Modules = ModulesOf(_layers);
    }

    /// <summary>The layers in the order of the network.</summary>
    public IReadOnlyList<MaskLayer> Layers { get; }

    /// <summary>The layers put together to the parts of the network that they belong to, input to output; the last one is the output layer.</summary>
    public IReadOnlyList<MaskModule> Modules { get; }

    /// <summary>Number of maskable weights over all layers.</summary>
    public long Count { get; }

    /// <summary>Finds a layer by its exact name.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <returns>Index in <see cref="Layers"/>, or -1 when there is no such layer.</returns>
    public int IndexOf(string name) => _indices.TryGetValue(name, out int index) ? index : -1;

    /// <summary>Whether both layouts hold equal layers in the same order.</summary>
    /// <param name="other">The layout to compare with.</param>
    /// <returns>Whether masks of the two layouts can be combined.</returns>
    public bool Equals(MaskLayout? other) => ReferenceEquals(this, other) || (other is not null && _layers.AsSpan().SequenceEqual(other._layers));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MaskLayout);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (MaskLayer layer in _layers)
        {
            hash.Add(layer);
        }

        return hash.ToHashCode();
    }

    /// <summary>Number of layers and weights, for messages.</summary>
    /// <returns>Text such as <c>3 layers, 90 weights</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_layers.Length} layers, {Count} weights");

    private static List<MaskModule> ModulesOf(MaskLayer[] layers)
    {
        List<MaskModule> modules = [];
        for (int i = 0; i < layers.Length; i++)
        {
            int dot = layers[i].Name.LastIndexOf('.');
            string name = dot < 0 ? layers[i].Name : layers[i].Name[..dot];
            if (dot >= 0 && modules.Count > 0 && modules[^1].Name == name)
            {
                modules[^1] = modules[^1] with { LayerCount = modules[^1].LayerCount + 1 };
            }
            else
            {
                modules.Add(new MaskModule(name, i, 1));
            }
        }

        return modules;
    }

    internal string DescribeDifference(MaskLayout other)
    {
        for (int i = 0; i < Math.Min(_layers.Length, other._layers.Length); i++)
        {
            if (_layers[i] != other._layers[i])
            {
                return string.Create(CultureInfo.InvariantCulture, $"layer {i} is {_layers[i]} in the first and {other._layers[i]} in the second");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"the first has {_layers.Length} layers and the second {other._layers.Length}");
    }
}
