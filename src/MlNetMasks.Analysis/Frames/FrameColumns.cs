using Microsoft.Data.Analysis;

namespace MlNetMasks.Analysis;

/// <summary>Finds columns and reads them as plain arrays.</summary>
internal static class FrameColumns
{
    public static DataFrameColumn Find(DataFrame frame, string name)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(name);
        foreach (DataFrameColumn column in frame.Columns)
        {
            if (column.Name == name)
            {
                return column;
            }
        }

        string[] known = [.. frame.Columns.Select(column => column.Name)];
        string nearest = known.Length == 0 ? "" : $" Did you mean '{known.MinBy(candidate => Distance(candidate, name))}'?";
        throw new ArgumentException($"There is no column '{name}'.{nearest} The columns are: {string.Join(", ", known)}.", nameof(name));
    }

    public static DataFrameColumn[] FindAll(DataFrame frame, IEnumerable<string> names) => [.. names.Select(name => Find(frame, name))];

    /// <summary>Numbers of the column; a missing one is NaN.</summary>
    public static double[] Numbers(DataFrameColumn column)
    {
        double[] numbers = new double[column.Length];
        int row = 0;
        switch (column)
        {
            case DoubleDataFrameColumn doubles:
                foreach (double? value in doubles)
                {
                    numbers[row++] = value ?? double.NaN;
                }

                break;
            case Int32DataFrameColumn integers:
                foreach (int? value in integers)
                {
                    numbers[row++] = value ?? double.NaN;
                }

                break;
            default:
                if (!column.IsNumericColumn())
                {
                    throw new ArgumentException($"Column '{column.Name}' holds {column.DataType.Name}, expected numbers. Name a numeric column, such as '{ResultColumns.Value}'.", nameof(column));
                }

                for (long i = 0; i < column.Length; i++)
                {
                    numbers[i] = column[i] is { } value ? Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) : double.NaN;
                }

                break;
        }

        return numbers;
    }

    /// <summary>One code per row, equal codes for equal values, counted from 0 in order of appearance.</summary>
    public static (int[] Codes, int Count) Encode(DataFrameColumn column)
    {
        int[] codes = new int[column.Length];
        return column switch
        {
            StringDataFrameColumn text => (codes, Encode<string?>(text, codes)),
            Int32DataFrameColumn integers => (codes, Encode<int?>(integers, codes)),
            _ => (codes, Encode(Objects(column), codes)),
        };
    }

    /// <summary>A column of the same type with the given rows.</summary>
    public static DataFrameColumn Take(DataFrameColumn column, IReadOnlyList<long> rows) => column.Clone(new Int64DataFrameColumn("rows", rows));

    private static int Encode<T>(IEnumerable<T> values, int[] codes)
    {
        // Wrapped, because a dictionary refuses null as a key.
        Dictionary<ValueTuple<T>, int> known = [];
        int row = 0;
        foreach (T value in values)
        {
            ValueTuple<T> key = new(value);
            if (!known.TryGetValue(key, out int code))
            {
                code = known.Count;
                known.Add(key, code);
            }

            codes[row++] = code;
        }

        return known.Count;
    }

    private static IEnumerable<object?> Objects(DataFrameColumn column)
    {
        for (long row = 0; row < column.Length; row++)
        {
            yield return column[row];
        }
    }

    /// <summary>Edit distance, case ignored.</summary>
    private static int Distance(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] current = new int[right.Length + 1];
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int change = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + change);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
