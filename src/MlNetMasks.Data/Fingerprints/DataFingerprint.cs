using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>
/// A hash of what a data view contains, to record which data a run saw. Two views have the same fingerprint when the columns looked at have
/// the same names, types, key names and values in the same row order, wherever the rows come from: generated, cached or read from a file.
/// </summary>
/// <param name="Sha256">Hash as 64 lower-case hexadecimal digits.</param>
/// <param name="HashedRowCount">Number of rows that were hashed.</param>
/// <param name="IsComplete">True when no row came after the hashed ones; false when later rows were not looked at.</param>
public sealed record DataFingerprint(string Sha256, long HashedRowCount, bool IsComplete)
{
    /// <summary>Computes the fingerprint of the first rows of a view, read in order by one cursor.</summary>
    /// <remarks>
    /// The hash is the same on every machine: numbers enter it as little-endian 64-bit words, every NaN as the same one, sparse vectors as
    /// dense ones. Whether more rows follow is part of it, how many is not, because not every view knows.
    /// </remarks>
    /// <param name="data">View to look at; its rows are computed once.</param>
    /// <param name="options">Columns and largest number of rows; default all visible columns and 10,000 rows.</param>
    /// <exception cref="ArgumentException">A named column does not exist, or a column's type cannot be hashed.</exception>
    public static DataFingerprint Of(IDataView data, DataFingerprintOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new DataFingerprintOptions();
        DataViewSchema.Column[] columns = [.. SelectColumns(data.Schema, options.Columns)];

        using var hash = new FingerprintHash();
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        Action[] appendValue = [.. columns.Select(column => FingerprintColumn.Start(hash, cursor, column))];

        long rows = 0;
        bool hasMore;
        while ((hasMore = cursor.MoveNext()) && rows < options.MaxRows)
        {
            foreach (Action append in appendValue)
            {
                append();
            }

            rows++;
        }

        hash.Append((ulong)rows);
        hash.Append(hasMore ? 1UL : 0UL);
        return new DataFingerprint(hash.Finish(), rows, !hasMore);
    }

    private static IEnumerable<DataViewSchema.Column> SelectColumns(DataViewSchema schema, IReadOnlyList<string>? names) =>
        names is null
            ? schema.Where(static column => !column.IsHidden)
            : names.Select(name => schema.GetColumnOrNull(name) ?? throw new ArgumentException(
                $"The data has no column '{name}' to fingerprint. It has: {string.Join(", ", schema.Select(static c => c.Name))}.", nameof(names)));
}
