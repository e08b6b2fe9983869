using MlNetMasks.Torch.Kernels.Cells;

namespace MlNetMasks.Torch.Tests.Kernels;

/// <summary>The memory of one time step of an LSTM, filled with random numbers; its results in double precision.</summary>
internal sealed unsafe class LstmCase : IDisposable
{
    private const int Margin = 3; // rows of other time steps before and behind this one's

    private readonly List<NativeFloats> _owned = [];
    private readonly LstmShape _shape;
    private readonly bool _isFirst;
    private readonly bool _isAlone;
    private readonly bool _adds;
    private readonly NativeFloats _recurrent;
    private readonly NativeFloats _projected;
    private readonly NativeFloats _bias;
    private readonly NativeFloats _previousCell;
    private readonly NativeFloats _outputGradient;
    private readonly NativeFloats _nextGradient;
    private readonly float[] _laterCellGradient;

    /// <summary>Makes the memory.</summary>
    /// <param name="groups">Mask samples.</param>
    /// <param name="units">Units.</param>
    /// <param name="rows">Batch rows.</param>
    /// <param name="isFirst">Whether it is the first step.</param>
    /// <param name="isAlone">Whether no later step and no other layer saw its output, but for one of them.</param>
    /// <param name="adds">Whether a later step shows the same input.</param>
    public LstmCase(int groups, int units, int rows, bool isFirst = false, bool isAlone = false, bool adds = false)
    {
        _shape = new LstmShape(groups, units, rows);
        (_isFirst, _isAlone, _adds) = (isFirst, isAlone, adds);
        Pitch = rows + (2 * Margin);
        var cells = groups * units * rows;
        _recurrent = Random(4 * cells, 2);
        _projected = Random(4 * groups * units * Pitch, 4);
        _bias = Random(4 * units, 1);
        _previousCell = Random(cells, 2);
        _outputGradient = Random(cells, 1);
        _nextGradient = Random(cells, 1);
        _laterCellGradient = Random(cells, 1).Span.ToArray();
        Gates = Random(4 * cells, 1);
        _recurrent.Span.CopyTo(Gates.Span);
        Cell = Random(cells, 1);
        Output = Random(cells, 1);
        CellGradient = new NativeFloats(_laterCellGradient);
        ProjectedGradient = Random(4 * groups * units * Pitch, 1);
        _owned.AddRange([CellGradient]);
        EarlierProjectedGradient = ProjectedGradient.Span.ToArray();
    }

    public int Pitch { get; }

    public NativeFloats Gates { get; }

    public NativeFloats Cell { get; }

    public NativeFloats Output { get; }

    public NativeFloats CellGradient { get; }

    public NativeFloats ProjectedGradient { get; }

    public float[] EarlierProjectedGradient { get; }

    public LstmForward Forward => new()
    {
        Shape = _shape,
        Gates = Gates.Pointer,
        Projected = _projected.Pointer + Margin,
        Pitch = Pitch,
        Bias = _bias.Pointer,
        PreviousCell = _isFirst ? null : _previousCell.Pointer,
        Cell = Cell.Pointer,
        Output = Output.Pointer,
    };

    public LstmBackward Backward => new()
    {
        Shape = _shape,
        Gates = Gates.Pointer,
        PreviousCell = _isFirst ? null : _previousCell.Pointer,
        Cell = Cell.Pointer,
        OutputGradient = _outputGradient.Pointer,
        NextGradient = _isAlone ? null : _nextGradient.Pointer,
        CellGradient = CellGradient.Pointer,
        ProjectedGradient = ProjectedGradient.Pointer + Margin,
        Pitch = Pitch,
        Adds = _adds,
    };

    /// <summary>Where a gate of a cell lies in <see cref="Gates"/>.</summary>
    public int GateOf(int cell, int gate)
    {
        var (_, units, rows) = _shape;
        var (group, rest) = Math.DivRem(cell, units * rows);
        return (((group * 4) + gate) * units * rows) + rest;
    }

    /// <summary>Where it lies in <see cref="ProjectedGradient"/>.</summary>
    public int ProjectedOf(int cell, int gate) => (GateOf(cell, gate) / _shape.Rows * Pitch) + Margin + (cell % _shape.Rows);

    /// <summary>What goes into the four gates of a cell, and its previous value.</summary>
    public double[] InputsOf(int cell)
    {
        var unit = cell / _shape.Rows % _shape.Units;
        var gates = Enumerable.Range(0, 4).Select(gate =>
            (double)_projected.Span[ProjectedOf(cell, gate)] + _bias.Span[(gate * _shape.Units) + unit] + (_isFirst ? 0 : _recurrent.Span[GateOf(cell, gate)]));
        return [.. gates, _isFirst ? 0 : _previousCell.Span[cell]];
    }

    /// <summary>A cell and its output.</summary>
    public static (double Cell, double Output) Compute(double[] inputs)
    {
        var cell = (Sigmoid(inputs[1]) * inputs[4]) + (Sigmoid(inputs[0]) * Math.Tanh(inputs[2]));
        return (cell, Sigmoid(inputs[3]) * Math.Tanh(cell));
    }

    /// <summary>Derivative of what the later steps make of a cell with respect to one of its inputs, by a central difference.</summary>
    public double DerivativeOf(int cell, int input)
    {
        const double Distance = 1e-5;
        return (Loss(Distance) - Loss(-Distance)) / (2 * Distance);

        double Loss(double distance)
        {
            var inputs = InputsOf(cell);
            inputs[input] += distance;
            var (state, output) = Compute(inputs);
            var upstream = (double)_outputGradient.Span[cell] + (_isAlone ? 0 : _nextGradient.Span[cell]);
            return (upstream * output) + (_laterCellGradient[cell] * state);
        }
    }

    public void Dispose() => _owned.ForEach(floats => floats.Dispose());

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private NativeFloats Random(int length, double scale)
    {
        var floats = new NativeFloats(length);
        new RandomStream((ulong)_owned.Count).FillUniform(floats.Span, -scale, scale);
        _owned.Add(floats);
        return floats;
    }
}
