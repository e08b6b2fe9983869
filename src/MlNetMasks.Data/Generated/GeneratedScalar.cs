using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>A column with one value per row.</summary>
internal sealed class GeneratedScalar<TRow, T>(string name, DataViewType type, Func<TRow, T> read, DataViewSchema.Annotations? annotations)
    : GeneratedColumn<TRow>(name, type, typeof(T), annotations)
    where TRow : class
{
    internal override Delegate CreateGetter(GeneratedCursor<TRow> cursor)
    {
        ValueGetter<T> getter = (ref T value) => value = read(cursor.Current());
        return getter;
    }
}
