using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Scoring;

/// <summary>Buffer of a vector column; sparse vectors stay sparse, and storage is reused from batch to batch.</summary>
internal sealed class VectorBuffer<TItem>(DataViewRow input, DataViewSchema.Column column, int capacity) : ColumnBuffer
{
    private readonly ValueGetter<VBuffer<TItem>> _getter = input.GetGetter<VBuffer<TItem>>(column);
    private readonly VBuffer<TItem>[] _values = new VBuffer<TItem>[capacity];

    /// <inheritdoc/>
    public override void Fetch(int slot)
    {
        _getter(ref _values[slot]);
        LastFetched = slot;
    }

    /// <inheritdoc/>
    protected override Delegate CreateGetter(Func<int> slot) =>
        (ValueGetter<VBuffer<TItem>>)((ref VBuffer<TItem> value) => _values[slot()].CopyTo(ref value));
}
