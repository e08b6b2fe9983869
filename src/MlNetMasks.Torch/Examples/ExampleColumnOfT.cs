using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MlNetMasks.Torch;

/// <summary>A typed column: bytes (digits, pixels), floats (features) or ints (keys, counted from 0, -1 where missing).</summary>
/// <typeparam name="T">Type of the values.</typeparam>
public sealed class ExampleColumn<T> : ExampleColumn
    where T : unmanaged
{
    private readonly T[] _values;

    /// <summary>Wraps values; the array is not copied.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="width">Values per row, at least 1.</param>
    /// <param name="values">The rows one after another; the length is a multiple of <paramref name="width"/>.</param>
    /// <exception cref="ArgumentException">The name is blank, the width below 1, or the length not a multiple of the width.</exception>
    public ExampleColumn(string name, int width, T[] values)
        : base(name, width, RowsOf(name, width, values)) => _values = values;

    /// <summary>The values of a row.</summary>
    /// <param name="row">Index of the row.</param>
    /// <returns><see cref="ExampleColumn.Width"/> values.</returns>
    public ReadOnlySpan<T> Row(int row) => _values.AsSpan(row * Width, Width);

    /// <summary>All values, row after row.</summary>
    public ReadOnlySpan<T> Values => _values;

    /// <inheritdoc/>
    internal override void AppendTo(IncrementalHash hash)
    {
        const int Part = 1 << 20; // the bytes of all values together may be too many for a span
        hash.AppendData(Encoding.UTF8.GetBytes($"{Name}\0{typeof(T).Name}\0{Width}\0"));
        for (var start = 0; start < _values.Length; start += Part)
        {
            hash.AppendData(MemoryMarshal.AsBytes(_values.AsSpan(start, Math.Min(Part, _values.Length - start))));
        }
    }

    private static int RowsOf(string name, int width, T[] values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return values.Length % width == 0
            ? values.Length / width
            : throw new ArgumentException($"Column '{name}' has {values.Length} values, which is no multiple of its width {width}.", nameof(values));
    }
}
