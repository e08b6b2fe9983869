using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MlNetMasks.Masks;

/// <summary>
/// The masks learned on one network, in the order they were added: at most one control, unique names, equal layouts.
/// Immutable; equal when layout, masks, roles and order are equal.
/// </summary>
public sealed class MaskSet : IReadOnlyList<MaskEntry>, IEquatable<MaskSet>
{
    private readonly MaskEntry[] _entries;

    /// <summary>Makes a set without masks.</summary>
    /// <param name="layout">The maskable tensors of the network.</param>
    public MaskSet(MaskLayout layout)
        : this(layout, [])
    {
    }

    /// <summary>Makes a set of at least one mask; the layout is that of the masks.</summary>
    /// <param name="entries">Masks with their roles.</param>
    /// <exception cref="ArgumentException">There is no mask, the layouts differ, two masks have the same name, or there are two controls.</exception>
    public MaskSet(IReadOnlyList<MaskEntry> entries)
        : this(LayoutOf(entries), entries)
    {
    }

    /// <summary>Makes a set of masks.</summary>
    /// <param name="layout">The maskable tensors of the network.</param>
    /// <param name="entries">Masks with their roles.</param>
    /// <exception cref="ArgumentException">A mask has another layout, two have the same name, or there are two controls.</exception>
    public MaskSet(MaskLayout layout, IEnumerable<MaskEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(entries);
        Layout = layout;
        _entries = [.. entries];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (MaskEntry entry in _entries)
        {
            string name = DisplayText.Quote(entry.Mask.Name);
            if (!entry.Mask.Layout.Equals(layout))
            {
                throw new ArgumentException(
                    $"The mask {name} belongs to another network: {entry.Mask.Layout.DescribeDifference(layout)}. Put masks of each network into a set of their own.",
                    nameof(entries));
            }

            if (!names.Add(entry.Mask.Name))
            {
                throw new ArgumentException($"Two masks are named {name}. Give every mask its own name.", nameof(entries));
            }

            if (entry.Role == MaskRole.Control)
            {
                Control = Control is null
                    ? entry
                    : throw new ArgumentException(
                        $"{DisplayText.Quote(Control.Mask.Name)} and {name} are both the control. Give all but one the role MaskRole.Function.", nameof(entries));
            }
        }
    }

    /// <summary>The maskable tensors of the network.</summary>
    public MaskLayout Layout { get; }

    /// <summary>The mask of the full problem, or <see langword="null"/> when none was learned.</summary>
    public MaskEntry? Control { get; }

    /// <summary>The masks of the functions, in order: without the control, and without masks on other weights or made of other masks.</summary>
    public IEnumerable<MaskEntry> Functions => _entries.Where(static entry => entry.Role == MaskRole.Function);

    /// <summary>One mask of each function that another mask was not learned for, the first where replicates follow: what the mask can share with.</summary>
    internal IEnumerable<WeightMask> OfOtherFunctions(MaskEntry entry) => Functions.Where(other => other.Function != entry.Function).DistinctBy(static other => other.Function).Select(static other => other.Mask);

    /// <summary>Number of masks.</summary>
    public int Count => _entries.Length;

    /// <summary>The mask at a position.</summary>
    /// <param name="index">Position in the order of adding.</param>
    /// <returns>The mask with its role.</returns>
    public MaskEntry this[int index] => _entries[index];

    /// <summary>The mask with an exact name.</summary>
    /// <param name="name">Name of the mask.</param>
    /// <returns>The mask.</returns>
    /// <exception cref="KeyNotFoundException">There is no such mask; the message lists the names.</exception>
    public WeightMask this[string name] => TryGet(name, out WeightMask? mask)
        ? mask
        : throw new KeyNotFoundException(
            $"There is no mask named {DisplayText.Quote(name)}. The masks are: {string.Join(", ", _entries.Select(static entry => DisplayText.Quote(entry.Mask.Name)))}.");

    /// <summary>Finds a mask by its exact name.</summary>
    /// <param name="name">Name of the mask.</param>
    /// <param name="mask">The mask, or <see langword="null"/>.</param>
    /// <returns>Whether there is such a mask.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out WeightMask? mask)
    {
        ArgumentNullException.ThrowIfNull(name);
        mask = Array.Find(_entries, entry => entry.Mask.Name == name)?.Mask;
        return mask is not null;
    }

    /// <summary>A set with one more mask at the end.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="role">Its role; default <see cref="MaskRole.Function"/>.</param>
    /// <returns>A new set.</returns>
    /// <exception cref="ArgumentException">The mask has another layout, its name is taken, or it would be a second control.</exception>
    public MaskSet Add(WeightMask mask, MaskRole role = MaskRole.Function) => Add(new MaskEntry(mask, role));

    /// <summary>A set with one more mask at the end.</summary>
    /// <param name="entry">The mask with its role and function.</param>
    /// <returns>A new set.</returns>
    /// <exception cref="ArgumentException">The mask has another layout, its name is taken, or it would be a second control.</exception>
    public MaskSet Add(MaskEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new MaskSet(Layout, [.. _entries, entry]);
    }

    /// <summary>A set with the masks of expressions at the end, in the role <see cref="MaskRole.Expression"/>.</summary>
    /// <param name="expressions">Names and expressions; the operands are masks of this set.</param>
    /// <returns>A new set.</returns>
    /// <exception cref="ArgumentException">A name is taken, an operand is unknown, or it was learned on other weights.</exception>
    public MaskSet With(IEnumerable<NamedExpression> expressions)
    {
        ArgumentNullException.ThrowIfNull(expressions);
        return new MaskSet(
            Layout, [.. _entries, .. expressions.Select(named => new MaskEntry(named.Expression.Evaluate(this, named.Name), MaskRole.Expression))]);
    }

    /// <inheritdoc/>
    public IEnumerator<MaskEntry> GetEnumerator() => ((IEnumerable<MaskEntry>)_entries).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether layout, masks, roles and order are equal.</summary>
    /// <param name="other">The set to compare with.</param>
    /// <returns><see langword="true"/> when both hold the same.</returns>
    public bool Equals(MaskSet? other) => other is not null && Layout.Equals(other.Layout) && _entries.AsSpan().SequenceEqual(other._entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MaskSet);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Layout, _entries.Length, Control);

    private static MaskLayout LayoutOf(IReadOnlyList<MaskEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return entries.Count > 0
            ? entries[0].Mask.Layout
            : throw new ArgumentException("There is no mask to take the layout from. Pass the layout to make an empty set.", nameof(entries));
    }
}
