using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Scoring;

/// <summary>The batch path: a view whose cursors score many rows at once.</summary>
internal sealed class BatchScoringView(IDataView source, ScoringBinding binding, int batchSize) : IDataView
{
    /// <inheritdoc/>
    public DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public bool CanShuffle => source.CanShuffle;

    /// <inheritdoc/>
    public long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = binding.Activate(columnsNeeded);
        return Wrap([source.GetRowCursor(active.Needed, rand)], active)[0];
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var active = binding.Activate(columnsNeeded);
        return Wrap(source.GetRowCursorSet(active.Needed, n, rand), active);
    }

    private DataViewRowCursor[] Wrap(DataViewRowCursor[] inputs, ActiveColumns active)
    {
        var cursors = inputs.ToArray();
        try
        {
            for (var i = 0; i < cursors.Length; i++)
            {
                cursors[i] = active.Scores
                    ? new BatchScoringCursor(inputs[i], binding, active, batchSize)
                    : new ForwardingCursor(inputs[i], binding, active);
            }

            return cursors;
        }
        catch
        {
            foreach (var cursor in cursors)
            {
                cursor.Dispose();
            }

            throw;
        }
    }
}
