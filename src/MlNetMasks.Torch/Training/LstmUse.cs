using MlNetMasks.Torch.Kernels.Cells;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A pass of an LSTM layer over all time steps: two products and what lies between them.</summary>
/// <remarks>By autograd the dozen operations on a step's gates cost as much as its products.</remarks>
internal sealed unsafe class LstmUse : TapeUse
{
    private static readonly Scalar One = 1; // kept alive, see the remarks on NetworkModule

    private readonly LstmKernel _kernel;
    private readonly LstmProducts _products;
    private readonly IReadOnlyList<int> _slots;
    private readonly LstmShape _shape;
    private readonly int _pitch; // rows of all slots
    private readonly Tensor _source;
    private readonly Tensor _factor;
    private readonly State? _start;
    private readonly Tensor[] _gates; // [groups, 4 units, rows]; gradients after the backward pass
    private readonly Tensor[] _cells; // [groups, units, rows]
    private readonly Tensor[] _outputs; // [groups, units, rows]

    /// <summary>Runs the layer.</summary>
    /// <param name="kernel">Computes cells.</param>
    /// <param name="products">The layer's weights.</param>
    /// <param name="input">The different inputs side by side, <c>[groups, slots x rows, in]</c>.</param>
    /// <param name="slots">Which of them each time step shows.</param>
    /// <param name="start">State before the first step; null for zero.</param>
    public LstmUse(LstmKernel kernel, LstmProducts products, Tensor input, IReadOnlyList<int> slots, LstmState? start)
    {
        (_kernel, _products, _slots) = (kernel, products, slots);
        _source = Hold(input.transpose(1, 2));
        _factor = Hold(FactorOf(_source));
        _start = start is null ? null : Begin(start);
        using var projected = Contiguous(products.Input.Forward(_factor)); // [groups, 4 units, slots x rows]
        _pitch = (int)projected.size(2);
        _shape = new LstmShape((int)projected.size(0), (int)projected.size(1) / 4, _pitch / (slots.Max() + 1));
        _gates = new Tensor[slots.Count];
        _cells = new Tensor[slots.Count];
        _outputs = new Tensor[slots.Count];
        for (var time = 0; time < slots.Count; time++)
        {
            var previous = time > 0 ? _outputs[time - 1] : _start?.Output;
            var previousCell = time > 0 ? _cells[time - 1] : _start?.Cell;
            _gates[time] = Hold(previous is null
                ? empty(_shape.Groups, 4 * _shape.Units, _shape.Rows)
                : Contiguous(products.Recurrent.Forward(previous)));
            _cells[time] = Hold(empty(_shape.Groups, _shape.Units, _shape.Rows));
            _outputs[time] = Hold(empty(_shape.Groups, _shape.Units, _shape.Rows));
            kernel.Forward(new LstmForward
            {
                Shape = _shape,
                Gates = Floats(_gates[time]),
                Projected = Floats(projected) + (slots[time] * _shape.Rows),
                Pitch = _pitch,
                Bias = Floats(products.Bias),
                PreviousCell = previousCell is null ? null : Floats(previousCell),
                Cell = Floats(_cells[time]),
                Output = Floats(_outputs[time]),
            });
        }

        for (var time = 0; time < slots.Count; time++)
        {
            _outputs[time].requires_grad = _cells[time].requires_grad = is_grad_enabled();
        }
    }

    /// <summary>The leaves that the network goes on from, <c>[groups, units, rows]</c> per time step.</summary>
    public IReadOnlyList<Tensor> Outputs => _outputs;

    /// <summary>The cells, leaves as well, <c>[groups, units, rows]</c> per time step.</summary>
    public IReadOnlyList<Tensor> Cells => _cells;

    /// <inheritdoc/>
    public override void Backward()
    {
        var last = Math.Max(
            Array.FindLastIndex(_outputs, output => output.grad is not null), Array.FindLastIndex(_cells, cell => cell.grad is not null));
        if (last < 0)
        {
            return; // the loss does not depend on this use
        }

        // What only steps behind the last one show keeps a gradient of zero.
        var isShown = new bool[_pitch / _shape.Rows];
        var projected = last == _slots.Count - 1 ? empty(_shape.Groups, 4 * _shape.Units, _pitch) : zeros(_shape.Groups, 4 * _shape.Units, _pitch);
        using var cellGradient = zeros(_shape.Groups, _shape.Units, _shape.Rows);
        Tensor? next = null;
        for (var time = last; time >= 0; time--)
        {
            using var gradient = _outputs[time].grad;
            using var upstream = gradient?.contiguous();
            using var cellUpstream = _cells[time].grad;
            if (cellUpstream is not null)
            {
                cellGradient.add_(cellUpstream, One);
            }

            var previous = time > 0 ? _outputs[time - 1] : _start?.Output;
            var previousCell = time > 0 ? _cells[time - 1] : _start?.Cell;
            _kernel.Backward(new LstmBackward
            {
                Shape = _shape,
                Gates = Floats(_gates[time]),
                PreviousCell = previousCell is null ? null : Floats(previousCell),
                Cell = Floats(_cells[time]),
                OutputGradient = upstream is null ? null : Floats(upstream),
                NextGradient = next is null ? null : Floats(next),
                CellGradient = Floats(cellGradient),
                ProjectedGradient = Floats(projected) + (_slots[time] * _shape.Rows),
                Pitch = _pitch,
                Adds = isShown[_slots[time]],
            });
            isShown[_slots[time]] = true;
            next?.Dispose();
            next = null;
            if (previous is not null)
            {
                _products.Recurrent.Add(previous, _gates[time]);
                next = Contiguous(_products.Recurrent.Transposed(_gates[time]));
            }
        }

        if (_start is not null)
        {
            using (next)
            {
                GoOn(_start.OutputSource, next!);
                GoOn(_start.CellSource, cellGradient);
            }
        }

        _products.Input.Add(_factor, projected);
        if (_products.Bias.requires_grad)
        {
            using var biasGradient = projected.sum([0, 2]).view(_products.Bias.shape);
            _products.Bias.backward([biasGradient]);
        }

        if (_source.requires_grad)
        {
            using var inputGradient = _products.Input.Transposed(projected);
            _source.backward([inputGradient], retain_graph: true);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _products.Input.Clear();
        _products.Recurrent.Clear();
    }

    private State Begin(LstmState start)
    {
        var (output, cell) = (Hold(start.Output.transpose(1, 2)), Hold(start.Cell.transpose(1, 2)));
        return new State(output, Hold(FactorOf(output)), cell, Hold(FactorOf(cell)));
    }

    private static void GoOn(Tensor source, Tensor gradient)
    {
        if (source.requires_grad)
        {
            source.backward([gradient], retain_graph: true);
        }
    }

    private static float* Floats(Tensor tensor) => (float*)tensor.DataPointer();

    /// <summary>A state before the first step, feature-major: as part of autograd's graph, and in contiguous memory.</summary>
    private sealed record State(Tensor OutputSource, Tensor Output, Tensor CellSource, Tensor Cell);
}
