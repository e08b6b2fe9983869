using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>A column with a dense vector per row.</summary>
internal sealed class GeneratedVector<TRow, T>(
    string name, VectorDataViewType type, Func<TRow, ReadOnlySpan<T>> read, DataViewSchema.Annotations? annotations)
    : GeneratedColumn<TRow>(name, type, typeof(VBuffer<T>), annotations)
    where TRow : class
{
    internal override Delegate CreateGetter(GeneratedCursor<TRow> cursor)
    {
        ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> destination) =>
        {
            ReadOnlySpan<T> values = read(cursor.Current());
            if (type.IsKnownSize && values.Length != type.Size)
            {
                throw new InvalidOperationException(
                    $"Column '{Name}' was given {values.Length} values in a row, but its vectors have {type.Size}. Correct the source's row.");
            }

            var editor = VBufferEditor.Create(ref destination, values.Length);
            values.CopyTo(editor.Values);
            destination = editor.Commit();
        };
        return getter;
    }
}
