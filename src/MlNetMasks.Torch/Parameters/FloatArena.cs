namespace MlNetMasks.Torch;

/// <summary>
/// An arena of single-precision numbers: kernels walk it by pointer, layers see it as tensors. Spans and pointers do not keep it alive:
/// hold on to the arena while they are in use.
/// </summary>
public sealed unsafe class FloatArena : TensorArena
{
    private readonly float* _start;

    /// <summary>Allocates an arena filled with zeros.</summary>
    /// <param name="layout">What lies where.</param>
    /// <param name="groups">How many copies of each tensor lie side by side, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groups"/> is below 1.</exception>
    /// <exception cref="InsufficientMemoryException">The block does not fit into memory.</exception>
    public FloatArena(ArenaLayout layout, int groups = 1)
        : base(layout, groups, TorchSharp.torch.ScalarType.Float32) => _start = (float*)Flat.DataPointer();

    /// <summary>The memory of a slot.</summary>
    /// <param name="slot">Index of the slot.</param>
    /// <returns>A span over the slot's floats, group after group, without padding.</returns>
    /// <exception cref="ObjectDisposedException">The arena is disposed.</exception>
    /// <exception cref="OverflowException">The groups of the slot together are too long for a span.</exception>
    public Span<float> Span(int slot) => new(Pointer(slot), checked(Layout.Slots[slot].Count * Groups));

    /// <summary>Copies everything from an arena of the same layout.</summary>
    /// <param name="source">The arena to copy.</param>
    /// <exception cref="ArgumentException">The arenas differ in length or groups.</exception>
    /// <exception cref="ObjectDisposedException">One of the arenas is disposed.</exception>
    public void CopyFrom(FloatArena source)
    {
        ArgumentNullException.ThrowIfNull(source);
        RequireAlive();
        source.RequireAlive();
        if (source.Layout.Length != Layout.Length || source.Groups != Groups)
        {
            throw new ArgumentException(
                $"The arenas hold {source.Groups} x {source.Layout.Length} and {Groups} x {Layout.Length} floats; only arenas of the same layout can be copied.", nameof(source));
        }

        var length = Layout.Length * Groups;
        Buffer.MemoryCopy(source._start, _start, length * sizeof(float), length * sizeof(float));
    }

    internal float* Pointer(int slot)
    {
        RequireAlive();
        return _start + (Layout.Slots[slot].Offset * Groups);
    }
}
