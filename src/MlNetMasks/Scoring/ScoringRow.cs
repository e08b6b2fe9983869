using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Scoring;

/// <summary>A row over a live input row; scores it at most once per position, and only if an output is read.</summary>
internal sealed class ScoringRow(DataViewRow input, ScoringBinding binding, ActiveColumns active) : DataViewRow
{
    private IBatchScorer? _scorer;
    private long _scoredPosition = -1;
    private bool _disposed;

    /// <inheritdoc/>
    public override DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => input.Position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        active.Require(column);
        if (column.Index < binding.InputSchema.Count)
        {
            return input.GetGetter<TValue>(binding.InputSchema[column.Index]);
        }

        _scorer ??= binding.CreateScorer(input, active.Outputs, capacity: 1);
        var read = binding.Reader<TValue>(_scorer, column.Index - binding.InputSchema.Count);
        return (ref TValue value) =>
        {
            RequireScored();
            read(0, ref value);
        };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _scorer?.Dispose();
            input.Dispose();
        }

        base.Dispose(disposing);
    }

    private void RequireScored()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var position = input.Position;
        if (position < 0)
        {
            throw new InvalidOperationException("The row is not on a value yet. Move it first.");
        }

        if (position != _scoredPosition)
        {
            // Forgotten first, so that a row that fails to score is not handed out afterwards.
            _scoredPosition = -1;
            _scorer!.Load(0);
            _scorer.Score(1);
            _scoredPosition = position;
        }
    }
}
