using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>An arena of single-precision numbers: kernels walk it by pointer, layers see it as tensors.</summary>
public sealed unsafe class FloatArena : TensorArena
{
    private readonly float* _start;

    /// <summary>Allocates an arena filled with zeros.</summary>
    /// <param name="layout">What lies where.</param>
    /// <param name="groups">How many copies of each tensor lie side by side, at least 1.</param>
    public FloatArena(ArenaLayout layout, int groups = 1)
        : base(layout, groups, ScalarType.Float32)
    {
        using var head = Flat.narrow(0, 0, ArenaLayout.Alignment); // a span over the whole block would stop at 2 GiB
        _start = (float*)head.DataPointer();
    }

    /// <summary>The memory of a slot.</summary>
    /// <param name="slot">Index of the slot.</param>
    /// <returns>A span over the slot's floats, group after group, without padding.</returns>
    public Span<float> Span(int slot) => new(Pointer(slot), checked(Layout.Slots[slot].Count * Groups));

    /// <summary>Copies everything from an arena of the same layout.</summary>
    /// <param name="source">The arena to copy.</param>
    /// <exception cref="ArgumentException">The arenas have different sizes.</exception>
    public void CopyFrom(FloatArena source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var length = Layout.Length * Groups;
        if (source.Layout.Length * source.Groups != length)
        {
            throw new ArgumentException($"The arenas hold {source.Layout.Length * source.Groups} and {length} floats; only arenas of the same layout can be copied.", nameof(source));
        }

        Buffer.MemoryCopy(source._start, _start, length * sizeof(float), length * sizeof(float));
    }

    internal float* Pointer(int slot) => _start + (Layout.Slots[slot].Offset * Groups);
}
