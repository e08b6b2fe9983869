using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks;

/// <summary>Turns a <see cref="RowFilter"/> into a test over the typed values of one schema.</summary>
internal static class RowFilterBinding
{
    public static Func<DataViewRow, Func<bool>> Bind(RowFilter filter, DataViewSchema schema)
    {
        var column = schema.GetColumnOrNull(filter.Column)
            ?? throw new ArgumentException(
                $"The row filter '{filter}' needs column '{filter.Column}', which the data does not have; its columns are {string.Join(", ", schema.Select(c => c.Name))}.");
        return filter.Kind == RowFilterKind.Between ? BindInterval(filter, column) : BindValues(filter, column);
    }

    private static Func<DataViewRow, Func<bool>> BindValues(RowFilter filter, DataViewSchema.Column column)
    {
        var wanted = filter.Kind == RowFilterKind.In;
        switch (column.Type)
        {
            case KeyDataViewType key:
                var keys = filter.Values.Select(value => KeyOf(filter, column, key, value)).ToHashSet();
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
                var flags = filter.Values.Select(value => Parse<bool>(filter, value, bool.TryParse, "true or false")).ToHashSet();
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
                var numbers = filter.Values.Select(value => Parse<double>(filter, value, TryParseNumber, "a number")).ToHashSet();
                return row =>
                {
                    var read = NumberReader(filter, row, column);
                    return () => read() is var value && !double.IsNaN(value) && numbers.Contains(value) == wanted;
                };
        }
    }

    private static Func<DataViewRow, Func<bool>> BindInterval(RowFilter filter, DataViewSchema.Column column)
    {
        RequireNumber(filter, column);
        return row =>
        {
            var read = NumberReader(filter, row, column);
            return () => read() is var value && value >= filter.Minimum && value <= filter.Maximum;
        };
    }

    private static ulong KeyOf(RowFilter filter, DataViewSchema.Column column, KeyDataViewType key, string value)
    {
        var names = KeyNames.Of(column, key);
        var index = names.IndexOf(value);
        return index >= 0
            ? (ulong)index + 1
            : throw new ArgumentException($"The row filter '{filter}' asks for '{value}', which is no value of key column '{column.Name}'; its values are {string.Join(", ", names)}.");
    }

    private static Func<double> NumberReader(RowFilter filter, DataViewRow row, DataViewSchema.Column column)
    {
        RequireNumber(filter, column);
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

    private static void RequireNumber(RowFilter filter, DataViewSchema.Column column)
    {
        if (column.Type is not NumberDataViewType)
        {
            throw new ArgumentException($"The row filter '{filter}' cannot compare column '{column.Name}' of type {column.Type}; use a key, text, number or Boolean column.");
        }
    }

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
