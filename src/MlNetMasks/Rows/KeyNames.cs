using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks;

/// <summary>The names of a key column's values.</summary>
internal static class KeyNames
{
    private const string Annotation = "KeyValues";

    /// <summary>Most values of a key that names are made up for.</summary>
    private const ulong Limit = 1_000_000;

    /// <summary>The names the data gives; where it gives none, the numbers from 1 as ML.NET shows them.</summary>
    public static List<string> Of(DataViewSchema.Column column, KeyDataViewType key)
    {
        if (key.Count > Limit)
        {
            throw new ArgumentException($"Key column '{column.Name}' has {key.Count} values; at most {Limit} are supported.");
        }

        if (column.Annotations.Schema.GetColumnOrNull(Annotation)?.Type is VectorDataViewType { ItemType: TextDataViewType })
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            column.Annotations.GetValue(Annotation, ref names);
            return [.. names.DenseValues().Select(name => name.ToString())];
        }

        return [.. Enumerable.Range(1, (int)key.Count).Select(value => value.ToString(CultureInfo.InvariantCulture))];
    }
}
