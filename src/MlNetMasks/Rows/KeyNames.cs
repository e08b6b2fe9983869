using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Schema;

namespace MlNetMasks;

/// <summary>The names of a key column's values.</summary>
internal static class KeyNames
{
    /// <summary>Most values of a key that names are made up for.</summary>
    private const ulong Limit = 1_000_000;

    /// <summary>Most names in a message.</summary>
    private const int LongestList = 20;

    private static readonly MethodInfo TextsMethod = typeof(KeyNames).GetMethod(nameof(Texts), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Whether the data names the values.</summary>
    public static bool AreGiven(DataViewSchema.Column column) => Annotation(column) is not null;

    /// <summary>The names the data gives, numbers and Booleans in invariant culture; where it gives none, the numbers from 1 as ML.NET shows them.</summary>
    public static IReadOnlyList<string> Of(DataViewSchema.Column column, KeyDataViewType key)
    {
        if (key.Count > Limit)
        {
            throw new ArgumentException($"Key column '{column.Name}' has {key.Count} values; at most {Limit} are supported.");
        }

        return Annotation(column) is { } type
            ? (string[])TextsMethod.MakeGenericMethod(type.ItemType.RawType).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [column], CultureInfo.InvariantCulture)!
            : [.. Enumerable.Range(1, (int)key.Count).Select(value => value.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>The names for a message, the first of many.</summary>
    public static string List(IReadOnlyList<string> names)
        => string.Join(", ", names.Take(LongestList)) + (names.Count > LongestList ? $" and {names.Count - LongestList} more" : "");

    private static VectorDataViewType? Annotation(DataViewSchema.Column column)
        => column.Annotations.Schema.GetColumnOrNull(AnnotationNames.KeyValues)?.Type as VectorDataViewType;

    private static string[] Texts<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(AnnotationNames.KeyValues, ref values);
        return [.. values.DenseValues().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")];
    }
}
