using System.Globalization;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Generated;

/// <summary>A user's own source, with a column of each kind: number, text, key with missing values, and vectors of varying length.</summary>
internal sealed class SquaresSource(long rows, long failingRow = -1) : GeneratedDataView<SquaresRow>(rows, s_columns)
{
    private static readonly GeneratedColumn<SquaresRow>[] s_columns =
    [
        GeneratedColumn.Scalar("Square", NumberDataViewType.Int64, static (SquaresRow row) => row.Number * row.Number),
        GeneratedColumn.Scalar("Text", TextDataViewType.Instance, static (SquaresRow row) => row.Number.ToString(CultureInfo.InvariantCulture).AsMemory()),
        GeneratedColumn.Key("Third", ["one", "two"], static (SquaresRow row) => (int)(row.Number % 3) - 1),
        GeneratedColumn.Vector(
            "Countdown", new VectorDataViewType(NumberDataViewType.Int32), static (SquaresRow row) => row.Countdown[..(int)(row.Number % 5)]),
    ];

    private int _generatedCount;

    public int GeneratedCount => _generatedCount;

    protected override SquaresRow CreateRow() => new();

    protected override void Generate(long index, SquaresRow row)
    {
        Interlocked.Increment(ref _generatedCount);
        row.Number = index;
        if (index == failingRow)
        {
            throw new InvalidDataException("This row cannot be made.");
        }
    }
}
