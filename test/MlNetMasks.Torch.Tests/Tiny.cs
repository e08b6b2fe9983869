namespace MlNetMasks.Torch.Tests;

/// <summary>Problems small enough for a unit test.</summary>
internal static class Tiny
{
    public static readonly string[] Classes = ["a", "b", "c", "d", "e"];

    public static TrainingContext Context(string stage = "pretrain", ulong key = 7) => new() { Stage = stage, Key = key, Threads = 1 };

    /// <summary>Classification of vectors into <see cref="Classes"/>.</summary>
    public static BoundProblem Classification(int features, int classes = 5) => new ClassificationProblem().Bind(new Dictionary<string, ColumnSize>
    {
        ["Features"] = new(features, []),
        ["Label"] = new(1, Classes[..classes]),
    });

    /// <summary>Random vectors; the class is the place of the largest of the first values.</summary>
    public static ExampleTable Vectors(int rows, int features, int classes = 5, double scale = 1, ulong key = 1)
    {
        var values = new float[rows * features];
        new RandomStream(key).FillUniform(values, -scale, scale);
        var labels = Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, classes).MaxBy(c => values[(row * features) + c])).ToArray();
        return new ExampleTable([new ExampleColumn<float>("Features", features, values), new ExampleColumn<int>("Label", 1, labels)]);
    }

    /// <summary>Exclusive or of two bits as two classes.</summary>
    public static ExampleTable ExclusiveOr() => new(
    [
        new ExampleColumn<float>("Features", 2, [0, 0, 0, 1, 1, 0, 1, 1]),
        new ExampleColumn<int>("Label", 1, [0, 1, 1, 0]),
    ]);

    /// <summary>Two copied digits in two result columns: two output slots that share nothing but their input.</summary>
    public static DigitsProblem TwoDigits { get; } = new()
    {
        OperandColumns = ["First", "Second"],
        OperationColumn = null,
        ResultColumns = ["FirstCopy", "SecondCopy"],
        CandidateColumns = [],
    };

    public static BoundProblem BoundTwoDigits() => TwoDigits.Bind(TwoDigits.Columns.ToDictionary(column => column.Name, _ => new ColumnSize(1, [])));

    public static ExampleTable TwoDigitRows()
    {
        byte[] first = [.. Enumerable.Range(0, 100).Select(i => (byte)(i / 10))];
        byte[] second = [.. Enumerable.Range(0, 100).Select(i => (byte)(i % 10))];
        return new ExampleTable(
        [
            new ExampleColumn<byte>("First", 1, first), new ExampleColumn<byte>("Second", 1, second),
            new ExampleColumn<byte>("FirstCopy", 1, first), new ExampleColumn<byte>("SecondCopy", 1, second),
        ]);
    }

    /// <summary>Sum or product of two digits, modulo 10.</summary>
    public static BoundProblem BoundAddMul() => new DigitsProblem { CandidateColumns = [] }.Bind(new Dictionary<string, ColumnSize>
    {
        ["Left"] = new(1, []),
        ["Right"] = new(1, []),
        ["Operation"] = new(1, ["add", "mul"]),
        ["Result"] = new(1, []),
    });

    /// <summary>All 200 of them: the sums first.</summary>
    public static ExampleTable AddMulRows() => new(
    [
        new ExampleColumn<byte>("Left", 1, [.. Enumerable.Range(0, 200).Select(i => (byte)(i / 10 % 10))]),
        new ExampleColumn<byte>("Right", 1, [.. Enumerable.Range(0, 200).Select(i => (byte)(i % 10))]),
        new ExampleColumn<int>("Operation", 1, [.. Enumerable.Range(0, 200).Select(i => i / 100)]),
        new ExampleColumn<byte>("Result", 1, [.. Enumerable.Range(0, 200).Select(i => (byte)((i < 100 ? (i / 10) + (i % 10) : i / 10 % 10 * (i % 10)) % 10))]),
    ]);

    /// <summary>The floats of all parameters.</summary>
    public static float[] Snapshot(NetworkWeights weights)
        => [.. Enumerable.Range(0, weights.Arena.Layout.Slots.Count).SelectMany(slot => weights.Arena.Span(slot).ToArray())];
}
