using System.Globalization;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// One flat, zero-initialised block of numbers on the CPU that holds each tensor of an <see cref="ArenaLayout"/> a number of times, once
/// per group. It owns the block and the views of its slots.
/// </summary>
public class TensorArena : IDisposable
{
    private readonly Tensor[] _views;
    private bool _disposed;

    /// <summary>Allocates an arena filled with zeros.</summary>
    /// <param name="layout">What lies where.</param>
    /// <param name="groups">How many copies of each tensor lie side by side, at least 1.</param>
    /// <param name="type">Number format.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groups"/> is below 1.</exception>
    /// <exception cref="InsufficientMemoryException">The block does not fit into memory.</exception>
    public TensorArena(ArenaLayout layout, int groups, ScalarType type)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        TorchRuntime.Initialize();
        Layout = layout;
        Groups = groups;
        Flat = Allocate(Math.Max(checked(layout.Length * groups), ArenaLayout.Alignment), type);
        _views = [.. layout.Slots.Select(View)];
    }

    /// <summary>What lies where.</summary>
    public ArenaLayout Layout { get; }

    /// <summary>Copies of each tensor.</summary>
    public int Groups { get; }

    private protected Tensor Flat { get; }

    /// <summary>The tensor of a slot; shares the arena's memory and lives as long as it.</summary>
    /// <param name="slot">Index of the slot.</param>
    /// <returns>The view, <c>[Groups, ...shape]</c>.</returns>
    /// <exception cref="ObjectDisposedException">The arena is disposed.</exception>
    public Tensor Tensor(int slot)
    {
        RequireAlive();
        return _views[slot];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the block and its views.</summary>
    /// <param name="disposing">Whether the call comes from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        _disposed = true;
        foreach (var view in _views)
        {
            view.Dispose();
        }

        Flat.Dispose();
    }

    private protected void RequireAlive() => ObjectDisposedException.ThrowIf(_disposed, this);

    private static Tensor Allocate(long length, ScalarType type)
    {
        try
        {
            return zeros(length, type).DetachFromDisposeScope();
        }
        catch (ExternalException failure)
        {
            throw new InsufficientMemoryException(
                string.Create(CultureInfo.InvariantCulture, $"There is no room for {length} numbers of {type} ({length * (type == ScalarType.BFloat16 ? 2 : 4) / 1_073_741_824.0:F1} GiB); choose a smaller network or fewer mask samples."), failure);
        }
    }

    private Tensor View(ArenaSlot slot)
    {
        using var part = Flat.narrow(0, slot.Offset * Groups, (long)slot.Count * Groups);
        return part.view([Groups, .. slot.Shape.Select(size => (long)size)]).DetachFromDisposeScope();
    }
}
