using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>Writes the values of one column into a fingerprint, whatever their type.</summary>
internal static class FingerprintColumn
{
    /// <summary>Hashes the column's name and type, and returns what hashes its value at the cursor's position.</summary>
    public static Action Start(FingerprintHash hash, DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        hash.Append(column.Name);
        hash.Append(Describe(column.Type));
        AppendKeyNames(hash, column);

        Type item = column.Type is VectorDataViewType vector ? vector.ItemType.RawType : column.Type.RawType;
        return item switch
        {
            _ when item == typeof(bool) => Words<bool>(static value => value ? 1UL : 0UL),
            _ when item == typeof(sbyte) => Words<sbyte>(static value => (ulong)value),
            _ when item == typeof(byte) => Words<byte>(static value => value),
            _ when item == typeof(short) => Words<short>(static value => (ulong)value),
            _ when item == typeof(ushort) => Words<ushort>(static value => value),
            _ when item == typeof(int) => Words<int>(static value => (ulong)value),
            _ when item == typeof(uint) => Words<uint>(static value => value),
            _ when item == typeof(long) => Words<long>(static value => (ulong)value),
            _ when item == typeof(ulong) => Words<ulong>(static value => value),
            _ when item == typeof(float) => Words<float>(
                static value => BitConverter.SingleToUInt32Bits(float.IsNaN(value) ? float.NaN : value)),
            _ when item == typeof(double) => Words<double>(
                static value => BitConverter.DoubleToUInt64Bits(double.IsNaN(value) ? double.NaN : value)),
            _ when item == typeof(TimeSpan) => Words<TimeSpan>(static value => (ulong)value.Ticks),
            _ when item == typeof(DateTime) => Words<DateTime>(static value => (ulong)value.Ticks),
            _ when item == typeof(ReadOnlyMemory<char>) => Values<ReadOnlyMemory<char>>(value => hash.Append(value.Span)),
            _ when item == typeof(DateTimeOffset) => Values<DateTimeOffset>(value =>
            {
                hash.Append((ulong)value.Ticks);
                hash.Append((ulong)value.Offset.Ticks);
            }),
            _ when item == typeof(DataViewRowId) => Values<DataViewRowId>(value =>
            {
                hash.Append(value.Low);
                hash.Append(value.High);
            }),
            _ => throw new ArgumentException(
                $"Column '{column.Name}' of type {column.Type} cannot be fingerprinted. Name the columns to look at without it.", nameof(column)),
        };

        Action Words<T>(Func<T, ulong> toWord) => Values<T>(value => hash.Append(toWord(value)));

        Action Values<T>(Action<T> append) => column.Type is VectorDataViewType ? VectorValue(append) : ScalarValue(append);

        Action ScalarValue<T>(Action<T> append)
        {
            ValueGetter<T> getter = cursor.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                getter(ref value);
                append(value);
            };
        }

        Action VectorValue<T>(Action<T> append)
        {
            ValueGetter<VBuffer<T>> getter = cursor.GetGetter<VBuffer<T>>(column);
            VBuffer<T> values = default;
            return () =>
            {
                getter(ref values);
                hash.Append((ulong)values.Length);
                foreach (T value in values.DenseValues())
                {
                    append(value);
                }
            };
        }
    }

    // Our own words instead of ToString, whose text another release of the framework may change.
    private static string Describe(DataViewType type) => type switch
    {
        VectorDataViewType vector => $"vector {string.Join('x', vector.Dimensions)} of {Describe(vector.ItemType)}",
        KeyDataViewType key => string.Create(CultureInfo.InvariantCulture, $"key {key.Count} of {key.RawType.Name}"),
        _ => type.RawType.Name,
    };

    private static void AppendKeyNames(FingerprintHash hash, DataViewSchema.Column column)
    {
        DataViewSchema.Column? names = column.Annotations.Schema.GetColumnOrNull(ColumnAnnotations.KeyValues);
        if (names?.Type is not VectorDataViewType { ItemType: TextDataViewType })
        {
            return;
        }

        VBuffer<ReadOnlyMemory<char>> values = default;
        column.Annotations.GetValue(ColumnAnnotations.KeyValues, ref values);
        foreach (ReadOnlyMemory<char> value in values.DenseValues())
        {
            hash.Append(value.Span);
        }
    }
}
