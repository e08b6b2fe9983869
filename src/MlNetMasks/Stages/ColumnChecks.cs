using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Schema;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Checks that a chain makes on shapes, before any stage of it is fitted.</summary>
internal static class ColumnChecks
{
    /// <summary>Requires the columns that a problem is trained on.</summary>
    public static void Require(Problem problem, SchemaShape input)
    {
        foreach (var column in problem.Columns.Where(column => column.Purpose != ColumnPurpose.Confusion))
        {
            _ = column.Kind switch
            {
                ColumnKind.Key => new ColumnRequirement(column.Name, ColumnForm.Key) { Remedy = "Make a key with MapValueToKey, or name another column in the problem." }.Require(input),
                ColumnKind.Bytes => new ColumnRequirement(column.Name, ColumnForm.Vector, NumberDataViewType.Byte) { Remedy = "Convert it with ConvertType to DataKind.Byte, or name another column in the problem." }.Require(input),
                _ => RequireSingles(column.Name, input),
            };
        }
    }

    /// <summary>Requires the column of a row filter.</summary>
    public static void Require(RowFilter? rows, SchemaShape input)
    {
        if (rows is null)
        {
            return;
        }

        if (input.Find(rows.Column) is not { } column)
        {
            throw new ArgumentException(
                $"The row filter '{rows}' needs column '{rows.Column}', which is missing. Columns there: {string.Join(", ", input.Select(column => column.Name))}. Filter by a column of the data.");
        }

        RowFilterBinding.RequireComparable(rows, column.Kind == SchemaShape.Column.VectorKind.Scalar, column.IsKey, column.ItemType);
    }

    private static SchemaShape.Column RequireSingles(string name, SchemaShape input)
    {
        if (input.Find(name) is { IsKey: false, Kind: SchemaShape.Column.VectorKind.Scalar } scalar && scalar.ItemType == NumberDataViewType.Single)
        {
            return scalar; // one feature needs no vector
        }

        return new ColumnRequirement(name, ColumnForm.Vector, NumberDataViewType.Single)
        {
            Remedy = "Put columns together with Concatenate, convert them with ConvertType, or name another column in the problem.",
        }.Require(input);
    }
}
