using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>A user's own problem: bits in, the parities of their halves out, each half an output slot of its own. As simple a record as one would write.</summary>
internal sealed record ParityProblem(string Bits) : Problem
{
    public override IReadOnlyList<ProblemColumn> Columns => [new(Bits, ColumnKind.Bytes, ColumnPurpose.Input), new("Parities", ColumnKind.Bytes, ColumnPurpose.Target)];

    public override string AnswerColumn => "PredictedParities";

    public override ColumnKind AnswerKind => ColumnKind.Bytes;

    public override BoundProblem Bind(IReadOnlyDictionary<string, ColumnSize> sizes) => new Bound(this, sizes[Bits].Width);

    private sealed class Bound(ParityProblem problem, int bits) : CategoricalProblem(bits, 2, [0, 1])
    {
        public override AnswerShape Answer { get; } = new(2, []);

        public override ConfusionShape? Confusion => null;

        public override SlotRegion? SlotRegionOf(int slot) => new(slot * (Shape.InputSize / 2), Shape.InputSize / 2, slot * 2, 2);

        public override void Validate(ExampleTable table, bool withTargets, long firstRow)
        {
        }

        protected override void EncodeInput(ExampleTable table, int row, Span<float> input)
        {
            var values = table.Column<byte>(problem.Bits).Row(row);
            for (var i = 0; i < values.Length; i++)
            {
                input[i] = values[i];
            }
        }

        protected override void ReadTarget(ExampleTable table, int row, Span<long> symbols)
        {
            var values = table.Column<byte>("Parities").Row(row);
            (symbols[0], symbols[1]) = (values[0], values[1]);
        }

        protected override (int TrueClass, int AnsweredClass) Confuse(ExampleTable table, int row, ReadOnlySpan<int> symbols) => throw new NotSupportedException();
    }
}
