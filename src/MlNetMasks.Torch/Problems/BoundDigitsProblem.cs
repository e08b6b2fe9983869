namespace MlNetMasks.Torch;

/// <summary><see cref="DigitsProblem"/> with sizes.</summary>
internal sealed class BoundDigitsProblem : CategoricalProblem
{
    private readonly DigitsProblem _problem;
    private readonly IReadOnlyDictionary<string, ColumnSize> _sizes;
    private readonly int _operationCount;

    public BoundDigitsProblem(DigitsProblem problem, IReadOnlyDictionary<string, ColumnSize> sizes)
        : base(InputSizeOf(problem, sizes), DigitsProblem.Base, SlotOfDigit(problem, sizes))
    {
        _problem = problem;
        _sizes = sizes;
        _operationCount = OperationNames(problem, sizes).Count;
        Answer = new AnswerShape(Shape.OutputSize / DigitsProblem.Base, []);
        Confusion = ConfusionOf(problem, sizes);
    }

    public override AnswerShape Answer { get; }

    public override ConfusionShape? Confusion { get; }

    public override void Validate(ExampleTable table, bool withTargets, long firstRow)
    {
        ArgumentNullException.ThrowIfNull(table);
        IEnumerable<string> digitColumns = withTargets ? [.. _problem.OperandColumns, .. _problem.ResultColumns] : _problem.OperandColumns;
        foreach (var name in digitColumns)
        {
            table.Column<byte>(name).RequireDigits(_sizes[name].Width, firstRow);
        }

        if (_problem.OperationColumn is { } operation)
        {
            table.Column<int>(operation).RequireKeys(_operationCount, firstRow, "every row needs an operation. Filter such rows first.");
        }
    }

    protected override void EncodeInput(ExampleTable table, int row, Span<float> input)
    {
        input.Clear();
        var offset = 0;
        foreach (var name in _problem.OperandColumns)
        {
            foreach (var digit in table.Column<byte>(name).Row(row))
            {
                input[offset + digit] = 1;
                offset += DigitsProblem.Base;
            }
        }

        if (_problem.OperationColumn is { } operation)
        {
            input[offset + table.Column<int>(operation).Row(row)[0]] = 1;
        }
    }

    protected override void ReadTarget(ExampleTable table, int row, Span<long> symbols)
    {
        var offset = 0;
        foreach (var name in _problem.ResultColumns)
        {
            foreach (var digit in table.Column<byte>(name).Row(row))
            {
                symbols[offset++] = digit;
            }
        }
    }

    protected override (int TrueClass, int AnsweredClass) Confuse(ExampleTable table, int row, ReadOnlySpan<int> symbols)
    {
        var asked = table.Column<int>(_problem.OperationColumn!).Row(row)[0];
        if (Matches(table, asked, row, symbols))
        {
            return (asked, asked);
        }

        for (var operation = 0; operation < _operationCount; operation++)
        {
            if (operation != asked && Matches(table, operation, row, symbols))
            {
                return (asked, operation);
            }
        }

        return (asked, _operationCount); // none
    }

    private static IReadOnlyList<string> OperationNames(DigitsProblem problem, IReadOnlyDictionary<string, ColumnSize> sizes)
    {
        if (problem.OperationColumn is not { } operation)
        {
            return [];
        }

        return sizes[operation].KeyNames is { Count: > 0 } names
            ? names
            : throw new ArgumentException($"Column '{operation}' is a key without values; name the operations, or set OperationColumn to null where there is only one.", nameof(sizes));
    }

    private static int InputSizeOf(DigitsProblem problem, IReadOnlyDictionary<string, ColumnSize> sizes)
    {
        if (problem.ResultColumns.Count == 0)
        {
            throw new ArgumentException("ResultColumns is empty; name at least one column of result digits.", nameof(problem));
        }

        return (problem.OperandColumns.Sum(name => sizes[name].Width) * DigitsProblem.Base) + OperationNames(problem, sizes).Count;
    }

    private static int[] SlotOfDigit(DigitsProblem problem, IReadOnlyDictionary<string, ColumnSize> sizes)
        => [.. problem.ResultColumns.SelectMany((name, slot) => Enumerable.Repeat(slot, sizes[name].Width))];

    private static ConfusionShape? ConfusionOf(DigitsProblem problem, IReadOnlyDictionary<string, ColumnSize> sizes)
    {
        var names = OperationNames(problem, sizes);
        var candidates = problem.CandidateColumns;
        return names.Count > 0 && candidates.Count == names.Count
            && candidates.All(name => sizes.TryGetValue(name, out var size) && size.Width == sizes[problem.ResultColumns[0]].Width)
            ? new ConfusionShape(names, [.. names, "none"])
            : null;
    }

    private bool Matches(ExampleTable table, int operation, int row, ReadOnlySpan<int> symbols)
    {
        var candidate = table.Column<byte>(_problem.CandidateColumns[operation]).Row(row);
        for (var i = 0; i < candidate.Length; i++)
        {
            if (symbols[i] != candidate[i])
            {
                return false;
            }
        }

        return true;
    }
}
