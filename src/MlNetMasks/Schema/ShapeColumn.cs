using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Persistence;

namespace MlNetMasks.Schema;

/// <summary>Makes the columns of a <see cref="SchemaShape"/>, the schema without sizes that estimators check before any training.</summary>
public static class ShapeColumn
{
    /// <summary>Makes a column.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="form">Form of its values.</param>
    /// <param name="itemType">Type of one item: for keys the unsigned number type behind them.</param>
    /// <param name="annotations">Annotations the real column will carry.</param>
    /// <returns>The column.</returns>
    public static SchemaShape.Column Create(
        string name, ColumnForm form, PrimitiveDataViewType itemType, params IEnumerable<SchemaShape.Column> annotations)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(itemType);
        var kind = form is ColumnForm.Vector or ColumnForm.KeyVector
            ? SchemaShape.Column.VectorKind.Vector
            : SchemaShape.Column.VectorKind.Scalar;
        var isKey = form is ColumnForm.Key or ColumnForm.KeyVector;
        return MlNetInternals.NewShapeColumn(name, kind, itemType, isKey, new SchemaShape(annotations));
    }

    /// <summary>Declares the slot names a vector column will carry.</summary>
    /// <returns>The annotation's column.</returns>
    public static SchemaShape.Column SlotNames() => Create(AnnotationNames.SlotNames, ColumnForm.Vector, TextDataViewType.Instance);

    /// <summary>Declares the text key values a key column will carry.</summary>
    /// <returns>The annotation's column.</returns>
    public static SchemaShape.Column KeyValues() => Create(AnnotationNames.KeyValues, ColumnForm.Vector, TextDataViewType.Instance);

    /// <summary>Adds columns to a shape; like in a real schema, a column hides an earlier one of the same name.</summary>
    /// <param name="input">The shape before the stage.</param>
    /// <param name="added">The columns the stage adds.</param>
    /// <returns>The shape after the stage.</returns>
    public static SchemaShape Append(this SchemaShape input, params IReadOnlyCollection<SchemaShape.Column> added)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(added);
        var names = added.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return new SchemaShape(input.Where(column => !names.Contains(column.Name)).Concat(added));
    }

    /// <summary>Finds a column by name.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="name">Name of the column.</param>
    /// <returns>The column, or null if there is none.</returns>
    public static SchemaShape.Column? Find(this SchemaShape shape, string name)
    {
        ArgumentNullException.ThrowIfNull(shape);
        foreach (var column in shape)
        {
            if (column.Name == name)
            {
                return column;
            }
        }

        return null;
    }
}
