using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Schema;

/// <summary>Adds the annotations of <see cref="AnnotationNames"/>.</summary>
public static class AnnotationsBuilderExtensions
{
    /// <summary>Names the slots of a vector column.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="names">One name per slot.</param>
    /// <returns>The builder.</returns>
    public static DataViewSchema.Annotations.Builder AddSlotNames(this DataViewSchema.Annotations.Builder builder, IReadOnlyList<string> names) =>
        builder.AddTexts(AnnotationNames.SlotNames, names);

    /// <summary>Gives the values the keys of a key column stand for.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="values">One value per key, in key order.</param>
    /// <returns>The builder.</returns>
    public static DataViewSchema.Annotations.Builder AddKeyValues(this DataViewSchema.Annotations.Builder builder, IReadOnlyList<string> values) =>
        builder.AddTexts(AnnotationNames.KeyValues, values);

    /// <summary>Names the tokens of a byte-vector column.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="names">One name per token id; that of id 0, the padding, is empty.</param>
    /// <returns>The builder.</returns>
    public static DataViewSchema.Annotations.Builder AddTokenNames(this DataViewSchema.Annotations.Builder builder, IReadOnlyList<string> names) =>
        builder.AddTexts(AnnotationNames.TokenNames, names);

    private static DataViewSchema.Annotations.Builder AddTexts(
        this DataViewSchema.Annotations.Builder builder, string name, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
        {
            throw new ArgumentException($"{name} has no texts, expected one per slot, key or token. Leave the annotation out instead.", nameof(texts));
        }

        var values = texts.Select(text => text.AsMemory()).ToArray();
        builder.Add(name, new VectorDataViewType(TextDataViewType.Instance, values.Length), (ref VBuffer<ReadOnlyMemory<char>> destination) =>
        {
            var editor = VBufferEditor.Create(ref destination, values.Length);
            values.CopyTo(editor.Values);
            destination = editor.Commit();
        });
        return builder;
    }
}
