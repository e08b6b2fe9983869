using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Schema;

namespace MlNetMasks;

/// <summary>What the token ids of a byte-vector column are called.</summary>
internal static class TokenNames
{
    /// <summary>The names that the data gives; empty where it gives none.</summary>
    public static IReadOnlyList<string> Of(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationNames.TokenNames)?.Type is not VectorDataViewType { ItemType: TextDataViewType })
        {
            return [];
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(AnnotationNames.TokenNames, ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
