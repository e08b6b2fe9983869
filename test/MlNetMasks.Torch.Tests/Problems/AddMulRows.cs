namespace MlNetMasks.Torch.Tests.Problems;

/// <summary>Add/mul rows written out by hand; numbers have two digits, least significant first.</summary>
internal static class AddMulRows
{
    public static readonly Dictionary<string, ColumnSize> Sizes = new()
    {
        ["Left"] = new(2, []),
        ["Right"] = new(2, []),
        ["Operation"] = new(1, ["add", "mul"]),
        ["Result"] = new(2, []),
        ["SumResult"] = new(2, []),
        ["ProductResult"] = new(2, []),
    };

    /// <summary>12 + 34 = 46, 12 * 34 = 408 (08), 2 + 2 = 4 = 2 * 2.</summary>
    public static ExampleTable Three(byte[]? left = null, int[]? operations = null, byte[]? results = null) => new(
    [
        new ExampleColumn<byte>("Left", 2, left ?? [2, 1, 2, 1, 2, 0]),
        new ExampleColumn<byte>("Right", 2, [4, 3, 4, 3, 2, 0]),
        new ExampleColumn<int>("Operation", 1, operations ?? [0, 1, 1]),
        new ExampleColumn<byte>("Result", 2, results ?? [6, 4, 8, 0, 4, 0]),
        new ExampleColumn<byte>("SumResult", 2, [6, 4, 6, 4, 4, 0]),
        new ExampleColumn<byte>("ProductResult", 2, [8, 0, 8, 0, 4, 0]),
    ]);
}
