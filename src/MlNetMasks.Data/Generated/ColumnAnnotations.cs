using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>The two annotations every ML.NET stage understands, and the names of tokens, made from plain lists of names.</summary>
internal static class ColumnAnnotations
{
    public const string KeyValues = "KeyValues";
    public const string SlotNames = "SlotNames";
    public const string TokenNames = "TokenNames";

    public static DataViewSchema.Annotations OfNames(string kind, IReadOnlyList<string> names)
    {
        ReadOnlyMemory<char>[] texts = [.. names.Select(static name => name.AsMemory())];
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(
            kind,
            new VectorDataViewType(TextDataViewType.Instance, texts.Length),
            (ref VBuffer<ReadOnlyMemory<char>> destination) =>
            {
                var editor = VBufferEditor.Create(ref destination, texts.Length);
                texts.CopyTo(editor.Values);
                destination = editor.Commit();
            });
        return builder.ToAnnotations();
    }
}
