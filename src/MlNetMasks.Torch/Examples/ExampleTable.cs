using System.Security.Cryptography;

namespace MlNetMasks.Torch;

/// <summary>The examples a stage trains on or scores: columns of equal length in typed arrays.</summary>
public sealed class ExampleTable
{
    private readonly Dictionary<string, ExampleColumn> _columns;

    /// <summary>Puts columns together.</summary>
    /// <param name="columns">At least one column; names are unique, row counts equal.</param>
    /// <exception cref="ArgumentException">No column, a repeated name or unequal row counts.</exception>
    public ExampleTable(IReadOnlyList<ExampleColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
        {
            throw new ArgumentException("An example table needs at least one column.", nameof(columns));
        }

        RowCount = columns[0].RowCount;
        if (columns.FirstOrDefault(column => column.RowCount != RowCount) is { } odd)
        {
            throw new ArgumentException($"Column '{columns[0].Name}' has {RowCount} rows but column '{odd.Name}' has {odd.RowCount}.", nameof(columns));
        }

        _columns = new Dictionary<string, ExampleColumn>(columns.Count, StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (!_columns.TryAdd(column.Name, column))
            {
                throw new ArgumentException($"Two columns are named '{column.Name}'; give each a name of its own.", nameof(columns));
            }
        }
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>SHA-256 of all columns, in lower-case hexadecimal.</summary>
    internal string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var column in _columns.Values.OrderBy(column => column.Name, StringComparer.Ordinal))
        {
            column.AppendTo(hash);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Finds a typed column.</summary>
    /// <typeparam name="T">Type of its values.</typeparam>
    /// <param name="name">Name of the column.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentException">There is no such column, or it holds another type.</exception>
    public ExampleColumn<T> Column<T>(string name)
        where T : unmanaged
    {
        return _columns.GetValueOrDefault(name) as ExampleColumn<T>
            ?? throw new ArgumentException($"The examples have no column '{name}' of {typeof(T).Name}; they have {string.Join(", ", _columns.Keys)}.", nameof(name));
    }
}
