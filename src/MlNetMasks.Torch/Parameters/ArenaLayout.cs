namespace MlNetMasks.Torch;

/// <summary>Where each of a list of tensors lies in one flat block of floats; every tensor starts on a 64-byte boundary.</summary>
public sealed class ArenaLayout
{
    /// <summary>Alignment of a slot in floats (one cache line).</summary>
    public const int Alignment = 16;

    private readonly Dictionary<string, int> _indices;

    /// <summary>Lays tensors out in the given order.</summary>
    /// <param name="tensors">Names and shapes; names are unique, each tensor has at most 2,147,483,647 elements.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name.</exception>
    /// <exception cref="OverflowException">A tensor has too many elements.</exception>
    public ArenaLayout(IEnumerable<(string Name, IReadOnlyList<int> Shape)> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var slots = new List<ArenaSlot>();
        _indices = new Dictionary<string, int>(StringComparer.Ordinal);
        var offset = 0L;
        foreach (var (name, shape) in tensors)
        {
            if (!_indices.TryAdd(name, slots.Count))
            {
                throw new ArgumentException($"Two tensors of the arena are named '{name}'; give each a name of its own.", nameof(tensors));
            }

            var count = shape.Aggregate(1, (product, size) => checked(product * size));
            slots.Add(new ArenaSlot(name, [.. shape], offset, count));
            offset += ((long)count + Alignment - 1) / Alignment * Alignment;
        }

        Slots = slots;
        Length = offset;
    }

    /// <summary>The slots in order.</summary>
    public IReadOnlyList<ArenaSlot> Slots { get; }

    /// <summary>Length of the whole arena in floats, padding included.</summary>
    public long Length { get; }

    /// <summary>Number of elements without padding.</summary>
    public long Count => Slots.Sum(slot => (long)slot.Count);

    /// <summary>Finds a slot.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>Its index, or -1.</returns>
    public int IndexOf(string name) => _indices.GetValueOrDefault(name, -1);
}
