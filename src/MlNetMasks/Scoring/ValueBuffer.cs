using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Scoring;

/// <summary>Buffer of a scalar column: numbers, keys, text, times, and objects such as images.</summary>
internal sealed class ValueBuffer<T>(DataViewRow input, DataViewSchema.Column column, int capacity) : ColumnBuffer
{
    private readonly ValueGetter<T> _getter = input.GetGetter<T>(column);
    private readonly T[] _values = new T[capacity];

    /// <inheritdoc/>
    public override void Fetch(int slot)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            // The old object may be in the consumer's hands, and a getter may reuse or dispose what it is given.
            _values[slot] = default!;
        }

        _getter(ref _values[slot]);
        LastFetched = slot;
    }

    /// <inheritdoc/>
    protected override Delegate CreateGetter(Func<int> slot) => (ValueGetter<T>)((ref T value) => value = _values[slot()]);
}
