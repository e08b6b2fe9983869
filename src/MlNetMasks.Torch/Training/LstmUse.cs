using MlNetMasks.Torch.Kernels.Cells;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A pass of an LSTM layer over all time steps: two products and what lies between them.</summary>
/// <remarks>By autograd the dozen operations on a step's gates cost as much as its products.</remarks>
internal sealed unsafe class LstmUse : TapeUse
{
    private readonly LstmKernel _kernel;
    private readonly LstmProducts _products;
    private readonly IReadOnlyList<int> _slots;
    private readonly LstmShape _shape;
    private readonly int _pitch; // rows of all slots
    private readonly Tensor _source;
    private readonly Tensor _factor;
    private readonly Tensor[] _gates; // [groups, 4 units, rows]; gradients after the backward pass
    private readonly Tensor[] _cells; // [groups, units, rows]
    private readonly Tensor[] _outputs; // [groups, units, rows]

    /// <summary>Runs the layer.</summary>
    /// <param name="kernel">Computes cells.</param>
    /// <param name="products">The layer's weights.</param>
    /// <param name="input">The different inputs side by side, <c>[groups, slots x rows, in]</c>.</param>
    /// <param name="slots">Which of them each time step shows.</param>
    public LstmUse(LstmKernel kernel, LstmProducts products, Tensor input, IReadOnlyList<int> slots)
    {
        (_kernel, _products, _slots) = (kernel, products, slots);
        _source = Hold(input.transpose(1, 2));
        _factor = Hold(FactorOf(_source));
        using var projected = Contiguous(products.Input.Forward(_factor)); // [groups, 4 units, slots x rows]
        _pitch = (int)projected.size(2);
        _shape = new LstmShape((int)projected.size(0), (int)projected.size(1) / 4, _pitch / (slots.Max() + 1));
        _gates = new Tensor[slots.Count];
        _cells = new Tensor[slots.Count];
        _outputs = new Tensor[slots.Count];
        for (var time = 0; time < slots.Count; time++)
        {
            _gates[time] = Hold(time == 0
                ? empty(_shape.Groups, 4 * _shape.Units, _shape.Rows)
                : Contiguous(products.Recurrent.Forward(_outputs[time - 1])));
            _cells[time] = Hold(empty(_shape.Groups, _shape.Units, _shape.Rows));
            _outputs[time] = Hold(empty(_shape.Groups, _shape.Units, _shape.Rows));
            kernel.Forward(new LstmForward
            {
                Shape = _shape,
                Gates = Floats(_gates[time]),
                Projected = Floats(projected) + (slots[time] * _shape.Rows),
                Pitch = _pitch,
                Bias = Floats(products.Bias),
                PreviousCell = time == 0 ? null : Floats(_cells[time - 1]),
                Cell = Floats(_cells[time]),
                Output = Floats(_outputs[time]),
            });
        }

        foreach (var output in _outputs)
        {
            output.requires_grad = is_grad_enabled();
        }
    }

    /// <summary>The leaves that the network goes on from, <c>[groups, units, rows]</c> per time step.</summary>
    public IReadOnlyList<Tensor> Outputs => _outputs;

    /// <inheritdoc/>
    public override void Backward()
    {
        var last = Array.FindLastIndex(_outputs, output => output.grad is not null);
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
            _kernel.Backward(new LstmBackward
            {
                Shape = _shape,
                Gates = Floats(_gates[time]),
                PreviousCell = time == 0 ? null : Floats(_cells[time - 1]),
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
            if (time > 0)
            {
                _products.Recurrent.Add(_outputs[time - 1], _gates[time]);
                next = Contiguous(_products.Recurrent.Transposed(_gates[time]));
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

    private static float* Floats(Tensor tensor) => (float*)tensor.DataPointer();
}
