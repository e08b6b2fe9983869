using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>Defines the columns of a <see cref="GeneratedDataView{TRow}"/>.</summary>
public static class GeneratedColumn
{
    /// <summary>Defines a column with one value per row.</summary>
    /// <typeparam name="TRow">The source's row.</typeparam>
    /// <typeparam name="T">Raw type of <paramref name="type"/>; text is <see cref="ReadOnlyMemory{T}"/> of char.</typeparam>
    /// <param name="name">Name of the column, not empty.</param>
    /// <param name="type">Type of the column, for example <see cref="NumberDataViewType.Single"/>.</param>
    /// <param name="read">Reads the value from a row.</param>
    /// <param name="annotations">Annotations of the column; default none.</param>
    /// <exception cref="ArgumentException">The name is empty, or <paramref name="type"/> does not hold <typeparamref name="T"/>.</exception>
    public static GeneratedColumn<TRow> Scalar<TRow, T>(
        string name, DataViewType type, Func<TRow, T> read, DataViewSchema.Annotations? annotations = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(read);
        return new GeneratedScalar<TRow, T>(name, type, read, annotations);
    }

    /// <summary>Defines a key column whose values have names (annotation <c>KeyValues</c>).</summary>
    /// <typeparam name="TRow">The source's row.</typeparam>
    /// <param name="name">Name of the column, not empty.</param>
    /// <param name="values">Names of the values, in key order, at least one.</param>
    /// <param name="read">Reads the position in <paramref name="values"/> from a row, counted from 0; -1 is the missing key.</param>
    /// <exception cref="ArgumentException">The name is empty, or there are no values.</exception>
    public static GeneratedColumn<TRow> Key<TRow>(string name, IReadOnlyList<string> values, Func<TRow, int> read)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(read);
        int count = values.Count;
        if (count == 0)
        {
            throw new ArgumentException($"The key column '{name}' has no values. Name at least one.", nameof(values));
        }

        return new GeneratedScalar<TRow, uint>(
            name, new KeyDataViewType(typeof(uint), count), ReadKey, ColumnAnnotations.OfNames(ColumnAnnotations.KeyValues, values));

        // ML.NET stores keys counted from 1, because 0 is the missing key.
        uint ReadKey(TRow row)
        {
            int position = read(row);
            return position >= -1 && position < count
                ? (uint)(position + 1)
                : throw new InvalidOperationException(
                    $"The key column '{name}' was given the position {position} in a row; it must be in 0 to {count - 1}, or -1 for a missing key.");
        }
    }

    /// <summary>Defines a vector column.</summary>
    /// <typeparam name="TRow">The source's row.</typeparam>
    /// <typeparam name="T">Raw type of the vector's items.</typeparam>
    /// <param name="name">Name of the column, not empty.</param>
    /// <param name="type">Type of the column; without a known size, rows may have different lengths.</param>
    /// <param name="read">Reads the values from a row, in the order of the slots; they are copied before the row is used again.</param>
    /// <param name="slotNames">Names of the slots (annotation <c>SlotNames</c>), as many as the vector has; default none.</param>
    /// <exception cref="ArgumentException">The name is empty, <paramref name="type"/> does not hold <typeparamref name="T"/>,
    /// or the number of slot names is not the vector's size.</exception>
    public static GeneratedColumn<TRow> Vector<TRow, T>(
        string name, VectorDataViewType type, Func<TRow, ReadOnlySpan<T>> read, IReadOnlyList<string>? slotNames = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(read);
        if (slotNames is not null && slotNames.Count != type.Size)
        {
            throw new ArgumentException(
                $"Column '{name}' has {type.Size} slots but {slotNames.Count} slot names. Name every slot of a vector of known size, or none.",
                nameof(slotNames));
        }

        return new GeneratedVector<TRow, T>(
            name, type, read, slotNames is null ? null : ColumnAnnotations.OfNames(ColumnAnnotations.SlotNames, slotNames));
    }

    /// <summary>Defines a column of token sequences: a byte vector of known size, padded behind with 0 (annotation <c>TokenNames</c>).</summary>
    /// <typeparam name="TRow">The source's row.</typeparam>
    /// <param name="name">Name of the column, not empty.</param>
    /// <param name="size">Tokens of the longest sequence, at least 1.</param>
    /// <param name="tokenNames">Names of the tokens, 2 to 256; the first is the empty text and names the padding.</param>
    /// <param name="read">Reads the padded tokens from a row; they are copied before the row is used again.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The name is empty, there are too few or too many tokens, or the first has a name.</exception>
    public static GeneratedColumn<TRow> Tokens<TRow>(
        string name, int size, IReadOnlyList<string> tokenNames, Func<TRow, ReadOnlySpan<byte>> read)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(tokenNames);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (tokenNames.Count is < 2 or > byte.MaxValue + 1 || tokenNames[0].Length > 0)
        {
            throw new ArgumentException(
                $"The token column '{name}' has {tokenNames.Count} token names. Give 2 to 256, the first empty for the padding.", nameof(tokenNames));
        }

        return new GeneratedVector<TRow, byte>(
            name,
            new VectorDataViewType(NumberDataViewType.Byte, size),
            read,
            ColumnAnnotations.OfNames(ColumnAnnotations.TokenNames, tokenNames));
    }
}
