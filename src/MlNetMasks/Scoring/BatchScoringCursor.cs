using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Scoring;

/// <summary>
/// Pulls a batch of input rows, keeps what later calls will ask of them (passed-through values, ids, batch numbers), and hands the rows out
/// one by one. The batch is scored when the first output of it is read.
/// </summary>
internal sealed class BatchScoringCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _input;
    private readonly ScoringBinding _binding;
    private readonly ActiveColumns _active;
    private readonly ColumnBuffer?[] _buffers;
    private readonly ColumnBuffer[] _activeBuffers;
    private readonly IBatchScorer _scorer;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly DataViewRowId[] _ids;
    private readonly long[] _batches;
    private long _position = -1;
    private int _slot = -1;
    private int _count;
    private bool _scored;
    private bool _inputEnded;
    private bool _disposed;

    public BatchScoringCursor(DataViewRowCursor input, ScoringBinding binding, ActiveColumns active, int capacity)
    {
        _input = input;
        _binding = binding;
        _active = active;
        _buffers = new ColumnBuffer?[binding.InputSchema.Count];
        foreach (var column in binding.InputSchema.Where(column => active.PassThrough[column.Index]))
        {
            _buffers[column.Index] = ColumnBuffer.Create(input, column, capacity);
        }

        _activeBuffers = [.. _buffers.OfType<ColumnBuffer>()];
        _ids = new DataViewRowId[capacity];
        _batches = new long[capacity];
        _idGetter = input.GetIdGetter();
        _scorer = binding.CreateScorer(new BufferedInputRow(input, _buffers), active.Outputs, capacity);
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => _slot < 0 ? -1 : _batches[_slot];

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_disposed)
        {
            return false;
        }

        if (_slot + 1 < _count || Fill())
        {
            _slot++;
            _position++;
            return true;
        }

        _slot = -1;
        _position = -1;
        return false;
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[CurrentSlot()];

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _active.Require(column);
        if (column.Index < _buffers.Length)
        {
            return _buffers[column.Index]!.GetGetter<TValue>(CurrentSlot);
        }

        var read = _binding.Reader<TValue>(_scorer, column.Index - _buffers.Length);
        return (ref TValue value) => read(ScoredSlot(), ref value);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _slot = -1;
            _position = -1;
            _scorer.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Fill()
    {
        _slot = -1;
        _count = 0;
        _scored = false;
        while (!_inputEnded && _count < _ids.Length)
        {
            if (!_input.MoveNext())
            {
                // Not asked again: a cursor that ended need not bear a second question.
                _inputEnded = true;
                break;
            }

            foreach (var buffer in _activeBuffers)
            {
                buffer.Fetch(_count);
            }

            _scorer.Load(_count);
            _idGetter(ref _ids[_count]);
            _batches[_count] = _input.Batch;
            _count++;
        }

        return _count > 0;
    }

    private int CurrentSlot() =>
        _slot >= 0 ? _slot : throw new InvalidOperationException("The cursor is before its first row, after its last one, or disposed.");

    private int ScoredSlot()
    {
        var slot = CurrentSlot();
        if (!_scored)
        {
            _scorer.Score(_count);
            _scored = true;
        }

        return slot;
    }
}
