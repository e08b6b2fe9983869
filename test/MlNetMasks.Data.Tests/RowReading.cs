using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests;

/// <summary>Reads columns and row ids of a view into lists.</summary>
internal static class RowReading
{
    public static List<T> Values<T>(IDataView view, string columnName, Random? rand = null)
    {
        DataViewSchema.Column column = view.Schema[columnName];
        using DataViewRowCursor cursor = view.GetRowCursor([column], rand);
        ValueGetter<T> getter = cursor.GetGetter<T>(column);
        var values = new List<T>();
        T value = default!;
        while (cursor.MoveNext())
        {
            getter(ref value);
            values.Add(value);
        }

        return values;
    }

    public static List<string> Digits(IDataView view, string columnName, Random? rand = null)
    {
        DataViewSchema.Column column = view.Schema[columnName];
        using DataViewRowCursor cursor = view.GetRowCursor([column], rand);
        ValueGetter<VBuffer<byte>> getter = cursor.GetGetter<VBuffer<byte>>(column);
        var values = new List<string>();
        VBuffer<byte> value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            values.Add(string.Concat(value.DenseValues()));
        }

        return values;
    }

    public static List<long> Ids(DataViewRowCursor cursor)
    {
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        var ids = new List<long>();
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref id);
            ids.Add((long)id.Low);
        }

        return ids;
    }
}
