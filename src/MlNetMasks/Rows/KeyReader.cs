using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks;

/// <summary>Reads key columns of any raw type.</summary>
internal static class KeyReader
{
    /// <summary>Makes a reader of the current row's key: 0 where missing, else counted from 1.</summary>
    public static Func<ulong> Create(DataViewRow row, DataViewSchema.Column column)
    {
        return column.Type.RawType switch
        {
            var type when type == typeof(uint) => Reader<uint>(row, column, value => value),
            var type when type == typeof(byte) => Reader<byte>(row, column, value => value),
            var type when type == typeof(ushort) => Reader<ushort>(row, column, value => value),
            _ => Reader<ulong>(row, column, value => value),
        };
    }

    private static Func<ulong> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, ulong> convert)
        where T : struct
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }
}
