using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks;

/// <summary>
/// Picks the rows of a function (a subtask) by the value of one column: a key with or without names, text, a number or a Boolean. It
/// compares by value, so two stages with the same filter are recognised, and it is stored in model files.
/// </summary>
public sealed record RowFilter
{
    /// <summary>Most times that one row may count in a set (<see cref="MemberOf"/>).</summary>
    public const int MaximumTimes = 1_000_000;

    [JsonConstructor]
    private RowFilter(string column, RowFilterKind kind, IReadOnlyList<string> values, double minimum, double maximum)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        Column = column;
        Kind = kind;
        Values = values;
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>Column that is looked at.</summary>
    public string Column { get; }

    /// <summary>What is asked of its value.</summary>
    public RowFilterKind Kind { get; }

    /// <summary>Values to compare with, as text: names of key values or their places, numbers in invariant culture, <c>true</c> or <c>false</c>.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Lower bound of <see cref="RowFilterKind.Between"/>.</summary>
    public double Minimum { get; }

    /// <summary>Upper bound of <see cref="RowFilterKind.Between"/>.</summary>
    public double Maximum { get; }

    /// <summary>Rows whose value is the given one.</summary>
    /// <param name="column">Column to look at.</param>
    /// <param name="value">The value as text.</param>
    /// <returns>The filter.</returns>
    public static RowFilter KeyIs(string column, string value) => KeyIsIn(column, [value]);

    /// <summary>Rows whose value is another than the given one, for example all classes but one.</summary>
    /// <param name="column">Column to look at.</param>
    /// <param name="value">The value as text.</param>
    /// <returns>The filter.</returns>
    public static RowFilter KeyIsNot(string column, string value) => KeyIsNotIn(column, [value]);

    /// <summary>Rows whose value is one of the given ones.</summary>
    /// <param name="column">Column to look at.</param>
    /// <param name="values">At least one value as text.</param>
    /// <returns>The filter.</returns>
    public static RowFilter KeyIsIn(string column, IEnumerable<string> values) => new(column, RowFilterKind.In, Normalise(values), 0, 0);

    /// <summary>Rows whose value is none of the given ones.</summary>
    /// <param name="column">Column to look at.</param>
    /// <param name="values">At least one value as text.</param>
    /// <returns>The filter.</returns>
    public static RowFilter KeyIsNotIn(string column, IEnumerable<string> values) => new(column, RowFilterKind.NotIn, Normalise(values), 0, 0);

    /// <summary>Rows whose key is at one of some places, whatever its names: one filter then fits data whose classes have other names.</summary>
    /// <param name="column">Key column to look at.</param>
    /// <param name="positions">At least one place, counted from 0.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentException">There is no place, or one is negative.</exception>
    public static RowFilter KeyIsAt(string column, IEnumerable<int> positions) => new(column, RowFilterKind.InPositions, Places(column, positions), 0, 0);

    /// <summary>Rows whose key is at none of some places, whatever its names.</summary>
    /// <param name="column">Key column to look at.</param>
    /// <param name="positions">At least one place, counted from 0.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentException">There is no place, or one is negative.</exception>
    public static RowFilter KeyIsNotAt(string column, IEnumerable<int> positions) => new(column, RowFilterKind.NotInPositions, Places(column, positions), 0, 0);

    /// <summary>Rows whose number lies in a closed interval.</summary>
    /// <param name="column">Column to look at.</param>
    /// <param name="minimum">Lower bound; may be negative infinity.</param>
    /// <param name="maximum">Upper bound, at least <paramref name="minimum"/>; may be infinity.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentException">The bounds are NaN or in the wrong order.</exception>
    public static RowFilter Between(string column, double minimum, double maximum)
    {
        return minimum <= maximum
            ? new RowFilter(column, RowFilterKind.Between, [], minimum, maximum)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The interval [{minimum}, {maximum}] of column '{column}' is empty; give the smaller bound first."));
    }

    /// <summary>Rows that belong to a set, each as often as the column says: a command can be in a training set 1,467 times.</summary>
    /// <param name="column">Number column with whole numbers from 0 to <see cref="MaximumTimes"/>; a row with 0 does not belong to the set.</param>
    /// <returns>The filter.</returns>
    public static RowFilter MemberOf(string column) => new(column, RowFilterKind.Member, [], 0, 0);

    /// <summary>Compares what is asked, not how it was written.</summary>
    /// <param name="other">The filter to compare with.</param>
    /// <returns>Whether both pick the same rows of any data.</returns>
    public bool Equals(RowFilter? other)
        => other is not null && Column == other.Column && Kind == other.Kind && Values.SequenceEqual(other.Values)
            && Minimum.Equals(other.Minimum) && Maximum.Equals(other.Maximum);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(HashCode.Combine(Column, Kind, Minimum, Maximum), HashCode.Combine);

    /// <summary>Says what is picked.</summary>
    /// <returns>For example <c>Operation is add</c>.</returns>
    public override string ToString() => Kind switch
    {
        RowFilterKind.Between => string.Create(CultureInfo.InvariantCulture, $"{Column} in [{Minimum}, {Maximum}]"),
        RowFilterKind.Member => $"member of {Column}",
        RowFilterKind.In => $"{Column} is {string.Join(" or ", Values)}",
        RowFilterKind.InPositions => $"{Column} is at position {string.Join(" or ", Values)}",
        RowFilterKind.NotInPositions => $"{Column} is not at position {string.Join(" or ", Values)}",
        _ => $"{Column} is not {string.Join(" or ", Values)}",
    };

    /// <summary>Checks that the filter fits a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <exception cref="ArgumentException">The column is missing, of a type that cannot be compared, or its key has no such value.</exception>
    public void Check(DataViewSchema schema) => RowFilterBinding.Bind(this, schema);

    /// <summary>Counts the rows that the filter picks, those of a set as often as they belong to it.</summary>
    /// <param name="data">The view to read.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">The filter does not fit the schema.</exception>
    /// <exception cref="InvalidDataException">A row belongs to the set less than no times, or not a whole number of times.</exception>
    public long Count(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check(data.Schema);
        using var cursor = data.GetRowCursor([data.Schema[Column]]);
        var times = Times(cursor);
        var count = 0L;
        while (cursor.MoveNext())
        {
            count += times();
        }

        return count;
    }

    /// <summary>Tells how often the rows of a view count.</summary>
    /// <param name="rows">A row or cursor of the view.</param>
    /// <returns>How often the current row counts, 0 for not at all.</returns>
    internal Func<int> Times(DataViewRow rows) => RowFilterBinding.Bind(this, rows.Schema)(rows);

    /// <summary>The names of a key that a filter leaves out: those that it excludes, in the order of the key.</summary>
    /// <param name="column">The column that is asked about.</param>
    /// <param name="names">Names of its key.</param>
    /// <returns>The places of the names in their list; none where the filter asks another column, or does not leave out single values.</returns>
    internal IReadOnlyList<int> LeftOut(string column, IReadOnlyList<string> names) => (Column == column ? Kind : RowFilterKind.Between) switch
    {
        RowFilterKind.NotIn => [.. names.Index().Where(name => Values.Contains(name.Item)).Select(name => name.Index)],
        RowFilterKind.NotInPositions => [.. Values.Select(value => int.Parse(value, CultureInfo.InvariantCulture)).Where(place => place < names.Count).Order()],
        _ => [],
    };

    private static string[] Places(string column, IEnumerable<int> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        int[] places = [.. positions.Distinct().Order()];
        return places.Length > 0 && places[0] >= 0
            ? [.. places.Select(place => place.ToString(CultureInfo.InvariantCulture))]
            : throw new ArgumentException($"The positions of key column '{column}' are [{string.Join(", ", places)}]; give at least one, counted from 0.", nameof(positions));
    }

    private static string[] Normalise(IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] distinct = [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return distinct.Length > 0 ? distinct : throw new ArgumentException("A row filter needs at least one value to compare with.", nameof(values));
    }
}
