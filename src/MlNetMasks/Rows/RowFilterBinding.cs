using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks;

/// <summary>Turns a <see cref="RowFilter"/> into a count over the typed values of one schema.</summary>
internal static class RowFilterBinding
{
    /// <summary>Binds a filter: how often does a row count?</summary>
    public static Func<DataViewRow, Func<int>> Bind(RowFilter filter, DataViewSchema schema)
    {
        var column = schema.GetColumnOrNull(filter.Column)
            ?? throw new ArgumentException(
                $"The row filter '{filter}' needs column '{filter.Column}', which the data does not have; its columns are {string.Join(", ", schema.Where(c => !c.IsHidden).Select(c => c.Name))}.");
        var (item, isScalar) = column.Type is VectorDataViewType vector ? (vector.ItemType, false) : (column.Type, true);
        RequireComparable(filter, isScalar, item is KeyDataViewType, item);
        if (filter.Kind == RowFilterKind.Member)
        {
            return BindMembership(filter, column);
        }

        var bind = filter.Kind == RowFilterKind.Between ? BindInterval(filter, column) : BindValues(filter, column);
        return row =>
        {
            var test = bind(row);
            return () => test() ? 1 : 0;
        };
    }

    /// <summary>Throws when a filter cannot be asked of a column of a type.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="isScalar">Whether the column holds one value per row.</param>
    /// <param name="isKey">Whether its values are keys.</param>
    /// <param name="item">Type of a value; for keys in a shape the type behind them.</param>
    public static void RequireComparable(RowFilter filter, bool isScalar, bool isKey, DataViewType item)
    {
        var isNumber = !isKey && item is NumberDataViewType;
        var (fits, needed) = filter.Kind switch
        {
            RowFilterKind.Between or RowFilterKind.Member => (isNumber, "a number column"),
            RowFilterKind.InPositions or RowFilterKind.NotInPositions => (isKey, "a key column"),
            _ => (isKey || isNumber || item is TextDataViewType or BooleanDataViewType, "a key, text, number or Boolean column"),
        };
        if (!isScalar || !fits)
        {
            var found = (isScalar ? "" : "a vector of ") + (isKey && item is not KeyDataViewType ? $"Key<{item}>" : $"{item}");
            throw new ArgumentException($"The row filter '{filter}' cannot compare column '{filter.Column}', which is {found}; use {needed}.");
        }

        if (isNumber)
        {
            _ = Numbers(filter, item);
        }
        else if (!isKey && item is BooleanDataViewType)
        {
            _ = Flags(filter);
        }
    }

    private static Func<DataViewRow, Func<bool>> BindValues(RowFilter filter, DataViewSchema.Column column)
    {
        var wanted = filter.Kind is RowFilterKind.In or RowFilterKind.InPositions;
        switch (column.Type)
        {
            case KeyDataViewType key:
                var isPlace = filter.Kind is RowFilterKind.InPositions or RowFilterKind.NotInPositions;
                var keys = filter.Values.Select(value => isPlace ? KeyAt(filter, column, key, value) : KeyOf(filter, column, key, value)).ToHashSet();
                return row =>
                {
                    var read = KeyReader.Create(row, column);
                    return () => read() is var value && value > 0 && keys.Contains(value) == wanted;
                };
            case TextDataViewType:
                var texts = filter.Values.ToHashSet(StringComparer.Ordinal);
                return row =>
                {
                    var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
                    ReadOnlyMemory<char> text = default;
                    return () =>
                    {
                        getter(ref text);
                        return texts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text.Span) == wanted;
                    };
                };
            case BooleanDataViewType:
                var flags = Flags(filter);
                return row =>
                {
                    var getter = row.GetGetter<bool>(column);
                    var flag = false;
                    return () =>
                    {
                        getter(ref flag);
                        return flags.Contains(flag) == wanted;
                    };
                };
            default:
                var numbers = Numbers(filter, column.Type);
                return row =>
                {
                    var read = NumberReader(row, column);
                    return () => read() is var value && !double.IsNaN(value) && numbers.Contains(value) == wanted;
                };
        }
    }

    private static Func<DataViewRow, Func<bool>> BindInterval(RowFilter filter, DataViewSchema.Column column)
    {
        var (minimum, maximum) = (Rounded(filter.Minimum, column.Type), Rounded(filter.Maximum, column.Type));
        return row =>
        {
            var read = NumberReader(row, column);
            return () => read() is var value && value >= minimum && value <= maximum;
        };
    }

    private static Func<DataViewRow, Func<int>> BindMembership(RowFilter filter, DataViewSchema.Column column) => row =>
    {
        var read = NumberReader(row, column);
        return () => read() is var times && times >= 0 && times <= RowFilter.MaximumTimes && Math.Floor(times) == times
            ? (int)times
            : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"Row {row.Position} has {times} in column '{filter.Column}', which says how often it belongs to a set; a whole number from 0 to {RowFilter.MaximumTimes} was expected."));
    };

    private static ulong KeyOf(RowFilter filter, DataViewSchema.Column column, KeyDataViewType key, string value)
    {
        var names = KeyNames.Of(column, key);
        var index = names.Index().Where(name => name.Item == value).Select(name => name.Index).FirstOrDefault(-1);
        return index >= 0
            ? (ulong)index + 1
            : throw new ArgumentException($"The row filter '{filter}' asks for '{value}', which is no value of key column '{column.Name}'; its values are {KeyNames.List(names)}.");
    }

    private static ulong KeyAt(RowFilter filter, DataViewSchema.Column column, KeyDataViewType key, string value)
    {
        var place = ulong.Parse(value, CultureInfo.InvariantCulture);
        return place < key.Count
            ? place + 1
            : throw new ArgumentException($"The row filter '{filter}' asks for position {value} of key column '{column.Name}', whose {key.Count} values are at positions 0 to {key.Count - 1}.");
    }

    private static Func<double> NumberReader(DataViewRow row, DataViewSchema.Column column)
    {
        return column.Type.RawType switch
        {
            var type when type == typeof(float) => Reader<float>(row, column, value => value),
            var type when type == typeof(double) => Reader<double>(row, column, value => value),
            var type when type == typeof(byte) => Reader<byte>(row, column, value => value),
            var type when type == typeof(sbyte) => Reader<sbyte>(row, column, value => value),
            var type when type == typeof(short) => Reader<short>(row, column, value => value),
            var type when type == typeof(ushort) => Reader<ushort>(row, column, value => value),
            var type when type == typeof(int) => Reader<int>(row, column, value => value),
            var type when type == typeof(uint) => Reader<uint>(row, column, value => value),
            var type when type == typeof(long) => Reader<long>(row, column, value => value),
            _ => Reader<ulong>(row, column, value => value),
        };
    }

    private static HashSet<bool> Flags(RowFilter filter) => [.. filter.Values.Select(value => Parse<bool>(filter, value, bool.TryParse, "true or false"))];

    private static HashSet<double> Numbers(RowFilter filter, DataViewType type)
        => [.. filter.Values.Select(value => Rounded(Parse<double>(filter, value, TryParseNumber, "a number"), type))];

    // 0.1 in a column of Single is another number than the double 0.1.
    private static double Rounded(double value, DataViewType type) => type == NumberDataViewType.Single ? (float)value : value;

    private static Func<double> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }

    private delegate bool TryParse<T>(string text, out T value);

    private static T Parse<T>(RowFilter filter, string text, TryParse<T> parse, string expected)
        => parse(text, out var value) ? value : throw new ArgumentException($"The row filter '{filter}' compares column '{filter.Column}' with '{text}'; {expected} was expected.");

    private static bool TryParseNumber(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
