using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data;

/// <summary>
/// Definition of one column of a <see cref="GeneratedDataView{TRow}"/>: its name, type and annotations, and how its value is read from a row.
/// <see cref="GeneratedColumn"/> makes them.
/// </summary>
/// <typeparam name="TRow">The source's row, see <see cref="GeneratedDataView{TRow}"/>.</typeparam>
public abstract class GeneratedColumn<TRow>
    where TRow : class
{
    private protected GeneratedColumn(string name, DataViewType type, Type rawType, DataViewSchema.Annotations? annotations)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(type);
        if (type.RawType != rawType)
        {
            throw new ArgumentException(
                $"Column '{name}' has the type {type}, which holds {type.RawType}, but is read as {rawType}. Let the two agree.", nameof(type));
        }

        Name = name;
        Type = type;
        Annotations = annotations;
    }

    /// <summary>Name of the column.</summary>
    public string Name { get; }

    /// <summary>ML.NET type of the column.</summary>
    public DataViewType Type { get; }

    /// <summary>Annotations of the column, or null for none.</summary>
    public DataViewSchema.Annotations? Annotations { get; }

    /// <summary>Makes the <see cref="ValueGetter{TValue}"/> of this column for one cursor.</summary>
    internal abstract Delegate CreateGetter(GeneratedCursor<TRow> cursor);
}
