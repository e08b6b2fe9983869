using System.Globalization;

namespace MlNetMasks.Masks;

/// <summary>One maskable tensor of a network: what the statistics call a layer. Equal when name and shape are equal.</summary>
public sealed record MaskLayer
{
    /// <summary>Describes one maskable tensor.</summary>
    /// <param name="name">Name of the tensor in the network, for example <c>layers.0.weight</c>; not blank, no control characters.</param>
    /// <param name="shape">Sizes of the dimensions, each at least 1, with a product of at most 2,147,483,647; empty for a scalar.</param>
    /// <exception cref="ArgumentException">The name is blank or holds control characters, or the shape is out of range.</exception>
    public MaskLayer(string name, IReadOnlyList<int> shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
        {
            throw new ArgumentException(
                $"The layer name {DisplayText.Quote(name)} is blank or holds control characters. Use the parameter name of the tensor.", nameof(name));
        }

        int[] sizes = [.. shape];
        long count = 1;
        foreach (int size in sizes)
        {
            count = size < 1 ? 0 : count * size;
            if (count is < 1 or > int.MaxValue)
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Layer {DisplayText.Quote(name)} has shape {DisplayText.Shape(sizes)}. ")
                    + "Each size must be at least 1 and the product at most 2147483647: leave empty tensors out and split larger ones.",
                    nameof(shape));
            }
        }

        Name = name;
        Shape = Array.AsReadOnly(sizes);
        Count = (int)count;
    }

    /// <summary>Name of the tensor in the network.</summary>
    public string Name { get; }

    /// <summary>Sizes of the dimensions, outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Number of weights: the product of <see cref="Shape"/>, at least 1.</summary>
    public int Count { get; }

    /// <summary>Whether name and shape are equal.</summary>
    /// <param name="other">The layer to compare with.</param>
    /// <returns>Whether both describe the same tensor.</returns>
    public bool Equals(MaskLayer? other) => other is not null && Name == other.Name && Shape.SequenceEqual(other.Shape);

    /// <summary>A hash of name and size.</summary>
    /// <returns>The hash code.</returns>
    public override int GetHashCode() => HashCode.Combine(Name, Count);

    /// <summary>Name and shape, for messages.</summary>
    /// <returns>Text such as <c>layers.0.weight [5, 6]</c>.</returns>
    public override string ToString() => $"{Name} {DisplayText.Shape(Shape)}";
}
