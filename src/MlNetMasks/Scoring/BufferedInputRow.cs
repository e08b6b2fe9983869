using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Scoring;

/// <summary>
/// The input row as the scorer sees it: a column that is buffered anyway is read from its buffer, because asking the input again would make
/// upstream stages compute the value a second time.
/// </summary>
internal sealed class BufferedInputRow(DataViewRow input, ColumnBuffer?[] buffers) : DataViewRow
{
    /// <inheritdoc/>
    public override DataViewSchema Schema => input.Schema;

    /// <inheritdoc/>
    public override long Position => input.Position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        buffers[column.Index] is { } buffer
            ? buffer.GetGetter<TValue>(() => buffer.LastFetched)
            : input.GetGetter<TValue>(column);
}
