namespace MlNetMasks.Torch;

/// <summary>A plain classification problem: a vector of floats in, one class out. Confusion: true class by answered class.</summary>
/// <param name="FeaturesColumn">Column of the inputs.</param>
/// <param name="LabelColumn">Column of the class, a key.</param>
public sealed record ClassificationProblem(string FeaturesColumn = "Features", string LabelColumn = "Label") : Problem
{
    /// <inheritdoc/>
    public override IReadOnlyList<ProblemColumn> Columns =>
    [
        new(FeaturesColumn, ColumnKind.Singles, ColumnPurpose.Input),
        new(LabelColumn, ColumnKind.Key, ColumnPurpose.Target),
    ];

    /// <inheritdoc/>
    public override string AnswerColumn => "PredictedLabel";

    /// <inheritdoc/>
    public override ColumnKind AnswerKind => ColumnKind.Key;

    /// <inheritdoc/>
    public override BoundProblem Bind(IReadOnlyDictionary<string, ColumnSize> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var names = sizes[LabelColumn].KeyNames;
        return names.Count < 2
            ? throw new ArgumentException($"Column '{LabelColumn}' is a key of {names.Count} values; a classification needs at least 2 classes.", nameof(sizes))
            : new Bound(this, sizes[FeaturesColumn].Width, names);
    }

    private sealed class Bound(ClassificationProblem problem, int inputSize, IReadOnlyList<string> classNames)
        : CategoricalProblem(inputSize, classNames.Count, [0])
    {
        public override AnswerShape Answer { get; } = new(1, classNames);

        public override ConfusionShape? Confusion { get; } = new(classNames, classNames);

        public override void Validate(ExampleTable table, bool withTargets, long firstRow)
        {
            ArgumentNullException.ThrowIfNull(table);
            var column = table.Column<float>(problem.FeaturesColumn);
            column.RequireWidth(Shape.InputSize);
            var features = column.Values;
            for (var i = 0; i < features.Length; i++)
            {
                if (!float.IsFinite(features[i]))
                {
                    throw new InvalidDataException(
                        $"Column '{problem.FeaturesColumn}' holds {features[i]} in row {firstRow + (i / Shape.InputSize)}, slot {i % Shape.InputSize}; a finite number was expected. Replace or filter missing values first, for example with ReplaceMissingValues.");
                }
            }

            if (withTargets)
            {
                table.Column<int>(problem.LabelColumn).RequireKeys(
                    classNames.Count, firstRow, "filter rows without a label first, for example with FilterRowsByMissingValues.");
            }
        }

        protected override void EncodeInput(ExampleTable table, int row, Span<float> input) => table.Column<float>(problem.FeaturesColumn).Row(row).CopyTo(input);

        protected override void ReadTarget(ExampleTable table, int row, Span<long> symbols) => symbols[0] = table.Column<int>(problem.LabelColumn).Row(row)[0];

        protected override (int TrueClass, int AnsweredClass) Confuse(ExampleTable table, int row, ReadOnlySpan<int> symbols)
            => (table.Column<int>(problem.LabelColumn).Row(row)[0], symbols[0]);
    }
}
