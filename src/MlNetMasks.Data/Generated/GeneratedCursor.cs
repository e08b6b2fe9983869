using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>Cursor over every n-th block of a generated view; owns the row it fills.</summary>
internal sealed class GeneratedCursor<TRow> : DataViewRowCursor
    where TRow : class
{
    private readonly GeneratedDataView<TRow> _view;
    private readonly bool[] _active;
    private readonly Delegate?[] _getters;
    private readonly FeistelPermutation? _order;
    private readonly int _stripeCount;
    private readonly TRow _row;
    private long _next;
    private long _place = -1;
    private long _index = -1;
    private long _filledIndex = -1;
    private long _position = -1;

    public GeneratedCursor(
        GeneratedDataView<TRow> view,
        GeneratedColumn<TRow>[] columns,
        bool[] active,
        FeistelPermutation? order,
        int stripe,
        int stripeCount)
    {
        _view = view;
        _active = active;
        _order = order;
        _stripeCount = stripeCount;
        _next = (long)stripe * GeneratedDataView<TRow>.BlockSize;
        _row = view.CreateRow();
        _getters = [.. columns.Select((column, i) => active[i] ? column.CreateGetter(this) : null)];
    }

    public override DataViewSchema Schema => _view.Schema;

    public override long Position => _position;

    public override long Batch => _stripeCount == 1 || _place < 0 ? 0 : _place / GeneratedDataView<TRow>.BlockSize;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[_view.IndexOf(column)];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Delegate getter = _getters[_view.IndexOf(column)] ?? throw new ArgumentException(
            $"Column '{column.Name}' is not active in this cursor. Name it in columnsNeeded when the cursor is opened.", nameof(column));
        return getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Column '{column.Name}' has the type {column.Type} and is read as {column.Type.RawType}, not as {typeof(TValue)}.");
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        CheckPositioned();
        value = new DataViewRowId((ulong)_index, 0);
    };

    public override bool MoveNext()
    {
        if (_next >= _view.RowCount)
        {
            Finish();
            return false;
        }

        _place = _next;
        _index = _order is null ? _place : _order.IndexAt(_place);
        _position++;
        _next++;
        if (_next % GeneratedDataView<TRow>.BlockSize == 0)
        {
            _next += (_stripeCount - 1L) * GeneratedDataView<TRow>.BlockSize;
        }

        return true;
    }

    /// <summary>Returns the row at the cursor's position, filled.</summary>
    /// <exception cref="InvalidOperationException">The cursor is not on a row.</exception>
    public TRow Current()
    {
        if (_filledIndex != _index || _index < 0)
        {
            CheckPositioned();

            // Forgotten first, so that a row whose generation throws is not handed out half filled by the next getter.
            _filledIndex = -1;
            _view.Generate(_index, _row);
            _filledIndex = _index;
        }

        return _row;
    }

    protected override void Dispose(bool disposing)
    {
        Finish();
        base.Dispose(disposing);
    }

    private void Finish()
    {
        _next = long.MaxValue;
        _place = -1;
        _index = -1;
        _position = -1;
    }

    private void CheckPositioned()
    {
        if (_index < 0)
        {
            throw new InvalidOperationException(
                "The cursor is not on a row. Call MoveNext first, and read values only while it returned true and before disposing.");
        }
    }
}
