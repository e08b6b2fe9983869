using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Scoring;

/// <summary>Keeps the values one passed-through column has in the rows of a batch.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>Gets the slot fetched last.</summary>
    public int LastFetched { get; protected set; } = -1;

    /// <summary>Makes the buffer that fits the column's type; reflection happens here, once per cursor and column, and not per row.</summary>
    public static ColumnBuffer Create(DataViewRow input, DataViewSchema.Column column, int capacity)
    {
        var type = column.Type is VectorDataViewType vector
            ? typeof(VectorBuffer<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ValueBuffer<>).MakeGenericType(column.Type.RawType);
        return (ColumnBuffer)Activator.CreateInstance(
            type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, [input, column, capacity],
            CultureInfo.InvariantCulture)!;
    }

    /// <summary>Fetches the input's current value into a slot.</summary>
    public abstract void Fetch(int slot);

    /// <summary>Makes a getter that reads the slot given by a function.</summary>
    public ValueGetter<TValue> GetGetter<TValue>(Func<int> slot) =>
        CreateGetter(slot) as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"The getter of a {GetType().Name} has another value type than {typeof(TValue)}.");

    protected abstract Delegate CreateGetter(Func<int> slot);
}
