namespace MlNetMasks.Torch.Tests.Problems;

/// <summary>Double additions of one-digit numbers.</summary>
internal static class PairRows
{
    public static readonly Dictionary<string, ColumnSize> Sizes = new DoubleAdditionProblem().Columns.ToDictionary(column => column.Name, _ => new ColumnSize(1, []));

    public static BoundProblem Bound(PairMode mode) => new DoubleAdditionProblem { Mode = mode }.Bind(Sizes);

    /// <summary>1 + 2 = 3 and 9 + 5 = 4, then 0 + 7 = 7 and 6 + 3 = 9.</summary>
    public static ExampleTable Two() => Table([(1, 2, 9, 5), (0, 7, 6, 3)]);

    /// <summary>Many additions, all different.</summary>
    public static ExampleTable Many(int rows = 200) => Table([.. Enumerable.Range(0, rows).Select(i => (i % 10, i / 10 % 10, (3 * i) % 10, ((7 * i) + (i / 100)) % 10))]);

    private static ExampleTable Table((int FirstLeft, int FirstRight, int SecondLeft, int SecondRight)[] rows) => new(
    [
        Column("FirstLeft", [.. rows.Select(row => row.FirstLeft)]),
        Column("FirstRight", [.. rows.Select(row => row.FirstRight)]),
        Column("FirstResult", [.. rows.Select(row => row.FirstLeft + row.FirstRight)]),
        Column("SecondLeft", [.. rows.Select(row => row.SecondLeft)]),
        Column("SecondRight", [.. rows.Select(row => row.SecondRight)]),
        Column("SecondResult", [.. rows.Select(row => row.SecondLeft + row.SecondRight)]),
    ]);

    private static ExampleColumn<byte> Column(string name, int[] values) => new(name, 1, [.. values.Select(value => (byte)(value % 10))]);
}
