using System.Globalization;
using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Filter, aggregation and pivot of result frames.</summary>
public static class FrameExtensions
{
    /// <summary>Keeps the rows whose column has a value.</summary>
    /// <param name="frame">The frame; it is not changed.</param>
    /// <param name="column">Name of a column.</param>
    /// <param name="value">Text (compared exactly), a <see cref="Condition"/>, a number, or <see langword="null"/> for missing values.</param>
    /// <returns>A new frame with the same columns.</returns>
    /// <exception cref="ArgumentException">There is no such column, or the value's type does not fit it.</exception>
    public static DataFrame Where(this DataFrame frame, string column, object? value)
    {
        DataFrameColumn found = FrameColumns.Find(frame, column);
        List<long> rows = found is StringDataFrameColumn text ? MatchingText(text, value) : MatchingNumbers(found, value);
        return new DataFrame(frame.Columns.Select(source => FrameColumns.Take(source, rows)));
    }

    /// <summary>Summarises a numeric column per group: mean, standard deviation, count and a bootstrap interval of the mean.</summary>
    /// <param name="frame">The frame; it is not changed.</param>
    /// <param name="by">Names of the grouping columns; empty for one group of all rows.</param>
    /// <param name="options">Settings, or <see langword="null"/> for the defaults.</param>
    /// <returns>
    /// A new frame with the grouping columns and <c>Mean</c>, <c>Std</c> (sample standard deviation, n - 1; NaN for one value), <c>Count</c> (values used),
    /// <c>Missing</c> (NaN or null values left out), <c>Low</c> and <c>High</c> (percentile bootstrap over the repetitions of <see cref="AggregateOptions.Over"/>;
    /// NaN with fewer than two repetitions). Groups stand in order of appearance.
    /// </returns>
    /// <exception cref="ArgumentException">There is no such column, or the value column is not numeric.</exception>
    public static DataFrame Aggregate(this DataFrame frame, string[] by, AggregateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(by);
        options ??= new AggregateOptions();
        DataFrameColumn[] keys = FrameColumns.FindAll(frame, by);
        double[] values = FrameColumns.Numbers(FrameColumns.Find(frame, options.Value));
        bool clustered = !by.Contains(options.Over) && frame.Columns.Any(column => column.Name == options.Over);
        int[]? repetitions = clustered ? FrameColumns.Encode(FrameColumns.Find(frame, options.Over)).Codes : null;
        RowGroups groups = RowGroups.By(keys, frame.Rows.Count);
        (int[] rows, int[] starts) = groups.Members();
        GroupSummary[] summaries = new GroupSummary[groups.Count];
        // Every group has its own stream, so the result does not depend on the number of threads.
        Parallel.For(0, groups.Count, group =>
            summaries[group] = GroupSummary.Of(values, repetitions, rows.AsSpan(starts[group], starts[group + 1] - starts[group]), options, (ulong)group));
        return new DataFrame(
        [
            .. keys.Select(key => FrameColumns.Take(key, groups.FirstRows)),
            new DoubleDataFrameColumn("Mean", summaries.Select(summary => summary.Mean)),
            new DoubleDataFrameColumn("Std", summaries.Select(summary => summary.Std)),
            new Int32DataFrameColumn("Count", summaries.Select(summary => summary.Count)),
            new Int32DataFrameColumn("Missing", summaries.Select(summary => summary.Missing)),
            new DoubleDataFrameColumn("Low", summaries.Select(summary => summary.Low)),
            new DoubleDataFrameColumn("High", summaries.Select(summary => summary.High)),
        ]);
    }

    /// <summary>Spreads the values of one column over new columns, as a cross table.</summary>
    /// <param name="frame">The frame; it is not changed.</param>
    /// <param name="index">Columns that name a row of the result.</param>
    /// <param name="columns">Column whose distinct values become columns; empty text becomes <c>(none)</c>.</param>
    /// <param name="value">Numeric column that fills the cells.</param>
    /// <returns>A new frame; rows and columns stand in order of appearance, an absent cell is null.</returns>
    /// <exception cref="ArgumentException">There is no such column, the value column is not numeric, or two rows fall into one cell.</exception>
    public static DataFrame Pivot(this DataFrame frame, string[] index, string columns, string value = "Mean")
    {
        ArgumentNullException.ThrowIfNull(index);
        DataFrameColumn[] keys = FrameColumns.FindAll(frame, index);
        DataFrameColumn spread = FrameColumns.Find(frame, columns);
        double[] values = FrameColumns.Numbers(FrameColumns.Find(frame, value));
        RowGroups rows = RowGroups.By(keys, frame.Rows.Count);
        RowGroups cells = RowGroups.By([spread], frame.Rows.Count);
        DoubleDataFrameColumn[] made = [.. cells.FirstRows.Select(row => new DoubleDataFrameColumn(Text(spread[row]), rows.Count))];
        RefuseEqualNames(index, made, columns);
        HashSet<(int, int)> filled = [];
        for (int row = 0; row < values.Length; row++)
        {
            (int target, int column) = (rows.GroupOfRow[row], cells.GroupOfRow[row]);
            if (!filled.Add((target, column)))
            {
                string place = string.Join(", ", keys.Select(key => $"{key.Name} '{Text(key[row])}'").Append($"{columns} '{Text(spread[row])}'"));
                throw new ArgumentException($"Two rows fall into the cell {place}. Add a column to the index, filter with Where, or summarise with Aggregate first.", nameof(index));
            }

            made[column][target] = values[row];
        }

        return new DataFrame([.. keys.Select(key => FrameColumns.Take(key, rows.FirstRows)), .. made]);
    }

    private static List<long> MatchingText(StringDataFrameColumn column, object? value)
    {
        string? wanted = value switch
        {
            null => null,
            string text => text,
            Condition condition => ConditionNames.ToText(condition),
            _ => throw new ArgumentException($"Column '{column.Name}' holds text, but the value {value} is a {value.GetType().Name}. Give text, or a Condition for the column '{ResultColumns.Condition}'.", nameof(value)),
        };
        return Matching(column, text => text == wanted);
    }

    private static List<long> MatchingNumbers(DataFrameColumn column, object? value)
    {
        if (value is string or Condition)
        {
            throw new ArgumentException($"Column '{column.Name}' holds {column.DataType.Name}, but the value '{value}' is text. Give a number.", nameof(value));
        }

        if (value is null)
        {
            return [.. Enumerable.Range(0, (int)column.Length).Where(row => column[row] is null).Select(row => (long)row)];
        }

        double wanted = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return Matching(FrameColumns.Numbers(column), number => number.Equals(wanted));
    }

    private static List<long> Matching<T>(IEnumerable<T> values, Func<T, bool> matches)
    {
        List<long> rows = [];
        long row = 0;
        foreach (T value in values)
        {
            if (matches(value))
            {
                rows.Add(row);
            }

            row++;
        }

        return rows;
    }

    private static string Text(object? value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.Length == 0 ? "(none)" : text;
    }

    private static void RefuseEqualNames(string[] index, DoubleDataFrameColumn[] made, string columns)
    {
        string? twice = index.Concat(made.Select(column => column.Name)).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"The result would have two columns named '{twice}': a value of '{columns}' is also the name of another column. Rename the index column first.", nameof(columns));
        }
    }
}
