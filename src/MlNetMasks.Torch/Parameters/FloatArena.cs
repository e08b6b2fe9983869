using System.Globalization;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// One flat, zero-initialised block of floats on the CPU that holds each tensor of an <see cref="ArenaLayout"/> a number of times, once
/// per group. It owns the block and the views of its slots; kernels walk it by pointer, layers see it as tensors. Spans and pointers
/// do not keep it alive: hold on to the arena while they are in use.
/// </summary>
public sealed unsafe class FloatArena : IDisposable
{
    private readonly Tensor _flat;
    private readonly Tensor[] _views;
    private readonly float* _start;
    private bool _disposed;

    /// <summary>Allocates an arena filled with zeros.</summary>
    /// <param name="layout">What lies where.</param>
    /// <param name="groups">How many copies of each tensor lie side by side, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groups"/> is below 1.</exception>
    /// <exception cref="InsufficientMemoryException">The block does not fit into memory.</exception>
    public FloatArena(ArenaLayout layout, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        TorchRuntime.Initialize();
        Layout = layout;
        Groups = groups;
        _flat = Allocate(Math.Max(checked(layout.Length * groups), ArenaLayout.Alignment));
        _start = (float*)_flat.DataPointer();
        _views = [.. layout.Slots.Select(View)];
    }

    /// <summary>What lies where.</summary>
    public ArenaLayout Layout { get; }

    /// <summary>Copies of each tensor.</summary>
    public int Groups { get; }

    /// <summary>The tensor of a slot; shares the arena's memory and lives as long as it.</summary>
    /// <param name="slot">Index of the slot.</param>
    /// <returns>The view, <c>[Groups, ...shape]</c>.</returns>
    /// <exception cref="ObjectDisposedException">The arena is disposed.</exception>
    public Tensor Tensor(int slot)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _views[slot];
    }

    /// <summary>The memory of a slot.</summary>
    /// <param name="slot">Index of the slot.</param>
    /// <returns>A span over the slot's floats, group after group, without padding.</returns>
    /// <exception cref="ObjectDisposedException">The arena is disposed.</exception>
    /// <exception cref="OverflowException">The groups of the slot together are too long for a span.</exception>
    public Span<float> Span(int slot) => new(Pointer(slot), checked(Layout.Slots[slot].Count * Groups));

    internal float* Pointer(int slot)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _start + (Layout.Slots[slot].Offset * Groups);
    }

    /// <summary>Copies everything from an arena of the same layout.</summary>
    /// <param name="source">The arena to copy.</param>
    /// <exception cref="ArgumentException">The arenas differ in length or groups.</exception>
    /// <exception cref="ObjectDisposedException">One of the arenas is disposed.</exception>
    public void CopyFrom(FloatArena source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ObjectDisposedException.ThrowIf(source._disposed, source);
        if (source.Layout.Length != Layout.Length || source.Groups != Groups)
        {
            throw new ArgumentException(
                $"The arenas hold {source.Groups} x {source.Layout.Length} and {Groups} x {Layout.Length} floats; only arenas of the same layout can be copied.", nameof(source));
        }

        var length = Layout.Length * Groups;

        Buffer.MemoryCopy(source._start, _start, length * sizeof(float), length * sizeof(float));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        foreach (var view in _views)
        {
            view.Dispose();
        }

        _flat.Dispose();
    }

    private static Tensor Allocate(long length)
    {
        try
        {
            return zeros(length, ScalarType.Float32).DetachFromDisposeScope();
        }
        catch (ExternalException failure)
        {
            throw new InsufficientMemoryException(
                string.Create(CultureInfo.InvariantCulture, $"There is no room for {length} floats ({length / 268_435_456.0:F1} GiB); choose a smaller network or fewer mask samples."), failure);
        }
    }

    private Tensor View(ArenaSlot slot)
    {
        using var part = _flat.narrow(0, slot.Offset * Groups, (long)slot.Count * Groups);
        return part.view([Groups, .. slot.Shape.Select(size => (long)size)]).DetachFromDisposeScope();
    }
}
