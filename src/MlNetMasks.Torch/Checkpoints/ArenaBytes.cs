using System.Buffers;
using System.Security.Cryptography;

namespace MlNetMasks.Torch;

/// <summary>The bytes of one slot of an arena as managed code takes them, without a copy; valid while the arena lives.</summary>
internal sealed unsafe class ArenaBytes(FloatArena arena, int slot) : MemoryManager<byte>
{
    private readonly float* _start = arena.Pointer(slot);
    private readonly int _length = checked(arena.Layout.Slots[slot].Count * arena.Groups * sizeof(float));

    /// <summary>SHA-256 of all slots, in lower-case hexadecimal.</summary>
    public static string Hash(FloatArena arena)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var slot = 0; slot < arena.Layout.Slots.Count; slot++)
        {
            hash.AppendData(new ArenaBytes(arena, slot).GetSpan());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(_start, _length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)_start + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Native memory does not move.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The arena owns the memory.
    }
}
