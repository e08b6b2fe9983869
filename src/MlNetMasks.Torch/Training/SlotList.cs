using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace MlNetMasks.Torch;

/// <summary>A choice of output slots: in ascending order, each once, unchangeable; equal to every other choice of the same slots.</summary>
internal sealed class SlotList : ReadOnlyCollection<int>
{
    private SlotList(int[] slots)
        : base(slots)
    {
    }

    /// <summary>Checks and copies a choice; <see langword="null"/>, which stands for all slots, stays.</summary>
    /// <exception cref="ArgumentException">A slot is negative or named twice, or none is named.</exception>
    public static IReadOnlyList<int>? Of(IReadOnlyList<int>? slots, [CallerMemberName] string option = "")
    {
        if (slots is null or SlotList)
        {
            return slots;
        }

        int[] ascending = [.. slots.Distinct().Order()];
        return ascending.Length > 0 && ascending.Length == slots.Count && ascending[0] >= 0
            ? new SlotList(ascending)
            : throw new ArgumentException(
                $"{option} is [{string.Join(", ", slots)}]; name at least one output slot, each once, counted from 0, or leave it null for all.", option);
    }

    /// <summary>The slots of a stage in full.</summary>
    /// <param name="chosen">The choice; <see langword="null"/> for all.</param>
    /// <param name="slotCount">Output slots of the problem.</param>
    /// <param name="whose">Who chose them, for messages.</param>
    /// <exception cref="ArgumentException">A slot does not exist.</exception>
    public static IReadOnlyList<int> Resolve(IReadOnlyList<int>? chosen, int slotCount, string whose)
    {
        if (chosen is null)
        {
            return new SlotList([.. Enumerable.Range(0, slotCount)]);
        }

        return chosen.All(slot => slot < slotCount)
            ? chosen
            : throw new ArgumentException($"{whose} chooses output slots [{string.Join(", ", chosen)}]; the problem has slots 0 to {slotCount - 1}.");
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SlotList other && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(Count, HashCode.Combine);
}
