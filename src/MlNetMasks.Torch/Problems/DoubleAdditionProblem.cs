namespace MlNetMasks.Torch;

/// <summary>
/// Two additions at once (paper, section 3.2): two pairs of numbers as one-hot digits in, the digits of both sums out. The sums are output slots 0 and
/// 1. While only one of them counts in a loss, the other pair is not shown: its inputs are zero. The defaults are the columns of the double-addition source.
/// </summary>
public sealed record DoubleAdditionProblem : Problem
{
    /// <summary>Number of pairs, and of output slots.</summary>
    public const int PairCount = 2;

    /// <summary>Byte-vector column of the first pair's left operand, least significant digit first.</summary>
    /// <value>Default: <c>FirstLeft</c>.</value>
    public string FirstLeftColumn { get; init; } = "FirstLeft";

    /// <summary>Byte-vector column of the first pair's right operand.</summary>
    /// <value>Default: <c>FirstRight</c>.</value>
    public string FirstRightColumn { get; init; } = "FirstRight";

    /// <summary>Byte-vector column of the first pair's sum.</summary>
    /// <value>Default: <c>FirstResult</c>.</value>
    public string FirstResultColumn { get; init; } = "FirstResult";

    /// <summary>Byte-vector column of the second pair's left operand.</summary>
    /// <value>Default: <c>SecondLeft</c>.</value>
    public string SecondLeftColumn { get; init; } = "SecondLeft";

    /// <summary>Byte-vector column of the second pair's right operand.</summary>
    /// <value>Default: <c>SecondRight</c>.</value>
    public string SecondRightColumn { get; init; } = "SecondRight";

    /// <summary>Byte-vector column of the second pair's sum.</summary>
    /// <value>Default: <c>SecondResult</c>.</value>
    public string SecondResultColumn { get; init; } = "SecondResult";

    /// <summary>How the pairs are shown and read.</summary>
    /// <value>Default: <see cref="PairMode.OnlyOneIo"/>.</value>
    public PairMode Mode
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Mode), value, $"Mode is no {nameof(PairMode)}; use one of {string.Join(", ", Enum.GetNames<PairMode>())}.");
    } = PairMode.OnlyOneIo;

    /// <inheritdoc/>
    public override IReadOnlyList<ProblemColumn> Columns =>
    [
        .. OperandColumns.SelectMany(pair => pair).Select(name => new ProblemColumn(name, ColumnKind.Bytes, ColumnPurpose.Input)),
        .. ResultColumns.Select(name => new ProblemColumn(name, ColumnKind.Bytes, ColumnPurpose.Target)),
    ];

    /// <inheritdoc/>
    public override string AnswerColumn => "PredictedDigits";

    /// <inheritdoc/>
    public override ColumnKind AnswerKind => ColumnKind.Bytes;

    /// <summary>The operands of each pair.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> OperandColumns => [[FirstLeftColumn, FirstRightColumn], [SecondLeftColumn, SecondRightColumn]];

    /// <summary>The sum of each pair.</summary>
    internal IReadOnlyList<string> ResultColumns => [FirstResultColumn, SecondResultColumn];

    /// <inheritdoc/>
    public override BoundProblem Bind(IReadOnlyDictionary<string, ColumnSize> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var widths = OperandColumns.Select(pair => pair.Sum(name => sizes[name].Width)).ToList();
        var results = ResultColumns.Select(name => sizes[name].Width).ToList();
        return widths[0] == widths[1] && results[0] == results[1]
            ? new BoundDoubleAdditionProblem(this, sizes, widths[0], results[0])
            : throw new ArgumentException(
                $"The first pair has {widths[0]} digits and a sum of {results[0]}, the second {widths[1]} and {results[1]}; both pairs need the same numbers of digits.", nameof(sizes));
    }
}
