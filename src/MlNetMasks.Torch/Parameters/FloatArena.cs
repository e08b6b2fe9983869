using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// One flat, zero-initialised block of floats on the CPU that holds each tensor of an <see cref="ArenaLayout"/> a number of times, once
/// per group. It owns the block and the views of its slots; kernels walk it by pointer, layers see it as tensors.
/// </summary>
public sealed unsafe class FloatArena : IDisposable
{
    private readonly Tensor _flat;
    private readonly Tensor[] _views;
    private readonly float* _start;

    /// <summary>Allocates an arena filled with zeros.</summary>
    /// <param name="layout">What lies where.</param>
    /// <param name="groups">How many copies of each tensor lie side by side, at least 1.</param>
    public FloatArena(ArenaLayout layout, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        TorchRuntime.Initialize();
        Layout = layout;
        Groups = groups;
        _flat = zeros(Math.Max(layout.Length * groups, ArenaLayout.Alignment), ScalarType.Float32).DetachFromDisposeScope();
        using var head = _flat.narrow(0, 0, ArenaLayout.Alignment); // a span over the whole block would stop at 2 GiB
        _start = (float*)head.DataPointer();
        _views = [.. layout.Slots.Select(View)];
    }

    /// <summary>What lies where.</summary>
    public ArenaLayout Layout { get; }

    /// <summary>Copies of each tensor.</summary>
    public int Groups { get; }

    internal float* Start => _start;

    /// <summary>The tensor of a slot; shares the arena's memory and lives as long as it.</summary>
    /// <param name="slot">Index of the slot.</param>
    /// <returns>The view, <c>[Groups, ...shape]</c>.</returns>
    public Tensor Tensor(int slot) => _views[slot];

    /// <summary>The memory of a slot.</summary>
    /// <param name="slot">Index of the slot.</param>
    /// <returns>A span over the slot's floats, group after group, without padding.</returns>
    public Span<float> Span(int slot) => new(Pointer(slot), checked(Layout.Slots[slot].Count * Groups));

    internal float* Pointer(int slot) => _start + (Layout.Slots[slot].Offset * Groups);

    /// <summary>Copies everything from an arena of the same layout.</summary>
    /// <param name="source">The arena to copy.</param>
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

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in _views)
        {
            view.Dispose();
        }

        _flat.Dispose();
    }

    private Tensor View(ArenaSlot slot)
    {
        using var part = _flat.narrow(0, slot.Offset * Groups, (long)slot.Count * Groups);
        return part.view([Groups, .. slot.Shape.Select(size => (long)size)]).DetachFromDisposeScope();
    }
}
