using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary><see cref="DoubleAdditionProblem"/> with sizes.</summary>
internal sealed class BoundDoubleAdditionProblem : CategoricalProblem
{
    private const int Pairs = DoubleAdditionProblem.PairCount;

    private readonly IReadOnlyDictionary<string, ColumnSize> _sizes;
    private readonly string[][] _operands;
    private readonly string[] _results;
    private readonly PairMode _mode;
    private readonly int _pairInputs;
    private readonly int _pairOutputs;

    /// <summary>Fixes the sizes.</summary>
    /// <param name="problem">Columns and mode.</param>
    /// <param name="sizes">The columns' sizes.</param>
    /// <param name="operandDigits">Digits of a pair's operands together.</param>
    /// <param name="resultDigits">Digits of a sum.</param>
    public BoundDoubleAdditionProblem(DoubleAdditionProblem problem, IReadOnlyDictionary<string, ColumnSize> sizes, int operandDigits, int resultDigits)
        : base(
            ShapeOf(problem.Mode, operandDigits * DigitsProblem.Base, resultDigits * DigitsProblem.Base),
            DigitsProblem.Base,
            [.. Enumerable.Range(0, Pairs).SelectMany(pair => Enumerable.Repeat(pair, resultDigits))])
    {
        _sizes = sizes;
        _operands = [.. problem.OperandColumns.Select(pair => pair.ToArray())];
        _results = [.. problem.ResultColumns];
        _mode = problem.Mode;
        _pairInputs = operandDigits * DigitsProblem.Base;
        _pairOutputs = resultDigits * DigitsProblem.Base;
        Answer = new AnswerShape(Pairs * resultDigits, []);
    }

    public override AnswerShape Answer { get; }

    public override ConfusionShape? Confusion => null;

    public override void Validate(ExampleTable table, bool withTargets, long firstRow)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (var name in _operands.SelectMany(pair => pair).Concat(withTargets ? _results : []))
        {
            table.Column<byte>(name).RequireDigits(_sizes[name].Width, firstRow);
        }
    }

    public override SlotRegion? SlotRegionOf(int slot)
    {
        RequireSlots([slot]);
        return SharesInput(_mode) || SharesOutput(_mode) ? null : new SlotRegion(slot * _pairInputs, _pairInputs, slot * _pairOutputs, _pairOutputs);
    }

    protected override void EncodeInput(ExampleTable table, int row, Span<float> input)
    {
        input.Clear();
        for (var pair = 0; pair < Pairs; pair++)
        {
            var offset = OffsetOf(pair);
            foreach (var name in _operands[pair])
            {
                foreach (var digit in table.Column<byte>(name).Row(row))
                {
                    input[offset + digit] = 1;
                    offset += DigitsProblem.Base;
                }
            }
        }
    }

    protected override void HideOtherSlots(IReadOnlyList<int> slots, Span<float> input)
    {
        for (var pair = 0; pair < Pairs; pair++)
        {
            if (!slots.Contains(pair))
            {
                input.Slice(OffsetOf(pair), _pairInputs).Clear();
            }
        }
    }

    protected override void ReadTarget(ExampleTable table, int row, Span<long> symbols)
    {
        var offset = 0;
        foreach (var name in _results)
        {
            foreach (var digit in table.Column<byte>(name).Row(row))
            {
                symbols[offset++] = digit;
            }
        }
    }

    protected override (int TrueClass, int AnsweredClass) Confuse(ExampleTable table, int row, ReadOnlySpan<int> symbols) =>
        throw new NotSupportedException("Double addition has no confusion table.");

    protected override Tensor LogitsOfSymbols(Tensor output)
    {
        // Frames and output slots are the same thing, unless both are there: then the sum of pair t is slot t of frame t.
        return _mode == PairMode.OnlyOneIo
            ? output.view(-1, Pairs, Pairs, _pairOutputs).diagonal(0, 1, 2).transpose(1, 2) // [rows, pairs, outputs of a pair]
            : output;
    }

    /// <summary>Where the inputs of a pair begin in the network's input: each pair stands there once.</summary>
    private int OffsetOf(int pair)
    {
        var frame = Shape.RepeatsInput ? 0 : pair;
        var slot = SharesInput(_mode) ? 0 : pair;
        return (frame * Shape.InputSize) + (slot * _pairInputs);
    }

    private static NetworkShape ShapeOf(PairMode mode, int pairInputs, int pairOutputs)
    {
        return new NetworkShape(SharesInput(mode) ? pairInputs : Pairs * pairInputs, SharesOutput(mode) ? pairOutputs : Pairs * pairOutputs)
        {
            FrameCount = Pairs,
            RepeatsInput = mode is PairMode.Together or PairMode.SameOutput,
            ReadsEveryFrame = mode is PairMode.SameOutput or PairMode.SameIo or PairMode.OnlyOneIo,
        };
    }

    private static bool SharesInput(PairMode mode) => mode is PairMode.SameInput or PairMode.SameIo;

    private static bool SharesOutput(PairMode mode) => mode is PairMode.SameOutput or PairMode.SameIo;
}
