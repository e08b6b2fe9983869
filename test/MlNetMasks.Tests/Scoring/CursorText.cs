using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Tests.Scoring;

/// <summary>Reads every active column of a cursor as text, whatever its type.</summary>
internal static class CursorText
{
    /// <summary>One line per row.</summary>
    public static List<string> Drain(DataViewRowCursor cursor, DataViewSchema columns) => [.. DrainBatches(cursor, columns).Select(row => row.Text)];

    /// <summary>One line per row with its batch number.</summary>
    public static List<(long Batch, string Text)> DrainBatches(DataViewRowCursor cursor, DataViewSchema columns)
    {
        using (cursor)
        {
            var readers = columns.Select(column => Reader(cursor, cursor.Schema[column.Index])).ToList();
            var rows = new List<(long, string)>();
            while (cursor.MoveNext())
            {
                rows.Add((cursor.Batch, string.Join("|", readers.Select(read => read()))));
            }

            return rows;
        }
    }

    public static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        var method = column.Type is VectorDataViewType ? nameof(Vector) : nameof(Scalar);
        var item = column.Type is VectorDataViewType vector ? vector.ItemType.RawType : column.Type.RawType;
        return (Func<string>)typeof(CursorText).GetMethod(method, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(item)
            .Invoke(null, [row, column])!;
    }

    private static Func<string> Scalar<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        };
    }

    private static Func<string> Vector<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            return string.Create(CultureInfo.InvariantCulture, $"{value.Length}{(value.IsDense ? "d" : "s")}:{string.Join(",", value.Items())}");
        };
    }
}
