namespace MlNetMasks.Torch;

/// <summary>
/// Arithmetic on digits (paper, section 3.1): numbers as one-hot digits and an operation as a one-hot key in, the digits of the result
/// out. The defaults are the columns of the add/mul source. Confusion: asked operation by the operation whose true result the answer equals.
/// </summary>
public sealed record DigitsProblem : Problem
{
    /// <summary>Classes of a digit.</summary>
    public const int Base = 10;

    /// <summary>Byte-vector columns of the operands, least significant digit first.</summary>
    /// <value>Default: <c>Left</c>, <c>Right</c>.</value>
    public IReadOnlyList<string> OperandColumns { get; init; } = ["Left", "Right"];

    /// <summary>Key column of the operation; <see langword="null"/> where there is only one operation.</summary>
    /// <value>Default: <c>Operation</c>.</value>
    public string? OperationColumn { get; init; } = "Operation";

    /// <summary>Byte-vector columns of the results; each is an output slot of its own.</summary>
    /// <value>Default: <c>Result</c>.</value>
    public IReadOnlyList<string> ResultColumns { get; init; } = ["Result"];

    /// <summary>What the first result would be under each operation, as byte-vector columns in the order of the operation's keys; may be empty.</summary>
    /// <value>Default: <c>SumResult</c>, <c>ProductResult</c>.</value>
    public IReadOnlyList<string> CandidateColumns { get; init; } = ["SumResult", "ProductResult"];

    /// <inheritdoc/>
    public override IReadOnlyList<ProblemColumn> Columns
    {
        get
        {
            var columns = OperandColumns.Select(name => new ProblemColumn(name, ColumnKind.Bytes, ColumnPurpose.Input)).ToList();
            if (OperationColumn is not null)
            {
                columns.Add(new ProblemColumn(OperationColumn, ColumnKind.Key, ColumnPurpose.Input));
            }

            columns.AddRange(ResultColumns.Select(name => new ProblemColumn(name, ColumnKind.Bytes, ColumnPurpose.Target)));
            columns.AddRange(CandidateColumns.Select(name => new ProblemColumn(name, ColumnKind.Bytes, ColumnPurpose.Confusion)));
            return columns;
        }
    }

    /// <inheritdoc/>
    public override string AnswerColumn => "PredictedDigits";

    /// <inheritdoc/>
    public override ColumnKind AnswerKind => ColumnKind.Bytes;

    /// <inheritdoc/>
    public override BoundProblem Bind(IReadOnlyDictionary<string, ColumnSize> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return new BoundDigitsProblem(this, sizes);
    }

    /// <summary>Compares columns in order.</summary>
    /// <param name="other">The problem to compare with.</param>
    /// <returns>Whether both read the same columns in the same roles.</returns>
    public bool Equals(DigitsProblem? other)
        => other is not null && OperationColumn == other.OperationColumn && OperandColumns.SequenceEqual(other.OperandColumns)
            && ResultColumns.SequenceEqual(other.ResultColumns) && CandidateColumns.SequenceEqual(other.CandidateColumns);

    /// <inheritdoc/>
    public override int GetHashCode() => Columns.Aggregate(0, HashCode.Combine);
}
