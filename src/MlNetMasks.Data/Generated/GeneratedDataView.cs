using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>
/// Base of data views whose rows are computed when they are read: a source defines columns, a row, and how row i is made.
/// Cursors, parallel cursor sets and seeded shuffling in constant memory come with it.
/// </summary>
/// <remarks>
/// Each cursor owns one <typeparamref name="TRow"/> and fills it at most once per position, and only when an active column is read.
/// Several cursors run at the same time, so <see cref="Generate"/> must depend on its index alone and change nothing but its row.
/// </remarks>
/// <typeparam name="TRow">What one row holds; also the scratch memory of a cursor.</typeparam>
public abstract class GeneratedDataView<TRow> : IDataView
    where TRow : class
{
    /// <summary>Rows per batch of a cursor set: the consumer takes whole batches from the cursors in turn to restore the order.</summary>
    internal const int BlockSize = 64;

    private readonly GeneratedColumn<TRow>[] _columns;

    /// <summary>Creates the view.</summary>
    /// <param name="rowCount">Number of rows, at least 0.</param>
    /// <param name="columns">Columns in schema order, with different names, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rowCount"/> is negative.</exception>
    /// <exception cref="ArgumentException">There is no column, or two have the same name.</exception>
    protected GeneratedDataView(long rowCount, IEnumerable<GeneratedColumn<TRow>> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (rowCount < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rowCount), rowCount, "The number of rows must be at least 0.");
        }

        _columns = [.. columns];
        if (_columns.Length == 0)
        {
            throw new ArgumentException("A data view needs at least one column.", nameof(columns));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var schema = new DataViewSchema.Builder();
        foreach (GeneratedColumn<TRow> column in _columns)
        {
            if (!names.Add(column.Name))
            {
                throw new ArgumentException($"Two columns are named '{column.Name}'. Give each its own name.", nameof(columns));
            }

            schema.AddColumn(column.Name, column.Type, column.Annotations);
        }

        RowCount = rowCount;
        Schema = schema.ToSchema();
    }

    /// <summary>Number of rows.</summary>
    public long RowCount { get; }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public bool CanShuffle => true;

    /// <inheritdoc/>
    public long? GetRowCount() => RowCount;

    /// <summary>Opens a cursor over all rows, in order or shuffled.</summary>
    /// <param name="columnsNeeded">Columns that will be read.</param>
    /// <param name="rand">Source of the shuffle's seed; null reads the rows in order.</param>
    /// <exception cref="ArgumentException">A column does not belong to this view.</exception>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    /// <summary>Opens cursors that share the rows in blocks of 64; the block's index is the cursor's <c>Batch</c>.</summary>
    /// <param name="columnsNeeded">Columns that will be read.</param>
    /// <param name="n">Wanted number of cursors; there are never more than blocks, and always at least one.</param>
    /// <param name="rand">Source of the shuffle's seed; null reads the rows in order.</param>
    /// <exception cref="ArgumentException">A column does not belong to this view.</exception>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        bool[] active = new bool[_columns.Length];
        foreach (DataViewSchema.Column column in columnsNeeded)
        {
            active[IndexOf(column)] = true;
        }

        FeistelPermutation? order = rand is null ? null : new FeistelPermutation(RowCount, SeedFrom(rand));
        long blockCount = (RowCount + BlockSize - 1) / BlockSize;
        int cursorCount = (int)Math.Clamp(blockCount, 1, Math.Max(n, 1));
        var cursors = new DataViewRowCursor[cursorCount];
        for (int stripe = 0; stripe < cursorCount; stripe++)
        {
            cursors[stripe] = new GeneratedCursor<TRow>(this, _columns, active, order, stripe, cursorCount);
        }

        return cursors;
    }

    /// <summary>Makes an empty row, the scratch memory of one cursor.</summary>
    protected internal abstract TRow CreateRow();

    /// <summary>Fills a row; called from several threads, each with its own row.</summary>
    /// <param name="index">Index of the row in [0, <see cref="RowCount"/>).</param>
    /// <param name="row">Row made by <see cref="CreateRow"/>; what it held before must not matter.</param>
    protected internal abstract void Generate(long index, TRow row);

    internal int IndexOf(DataViewSchema.Column column)
    {
        if (column.Index >= _columns.Length || !string.Equals(_columns[column.Index].Name, column.Name, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"Column '{column.Name}' (index {column.Index}) does not belong to this data view. It has: "
                + $"{string.Join(", ", _columns.Select(static c => c.Name))}.",
                nameof(column));
        }

        return column.Index;
    }

    // Generators that derive from Random are sure to override only the 31-bit Next.
    private static ulong SeedFrom(Random rand) => ((ulong)(uint)rand.Next() << 32) | (uint)rand.Next();
}
