using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Cells;

/// <summary>A time step forward: c = f c' + i g; h = o tanh(c), with i, f, o = sigmoid and g = tanh of the gates.</summary>
internal sealed unsafe class LstmForwardJob : LstmJob
{
    private LstmForward _step;

    public int Prepare(in LstmForward step)
    {
        _step = step;
        return Divide(step.Shape);
    }

    /// <inheritdoc/>
    public override void Run<TLanes>(int group, int firstUnit, int endUnit, int firstRow, int endRow)
    {
        var (_, units, rows) = _step.Shape;
        var hasPrevious = _step.PreviousCell != null;
        for (var unit = firstUnit; unit < endUnit; unit++)
        {
            var firstGate = ((long)group * 4 * units) + unit;
            var gate = (long)units * rows; // from a unit's gate to its next one
            var projectedGate = (long)units * _step.Pitch;
            var gates = _step.Gates + (firstGate * rows);
            var projected = _step.Projected + (firstGate * _step.Pitch);
            var cell = (((long)group * units) + unit) * rows;
            var inputBias = TLanes.Broadcast(_step.Bias[unit]);
            var forgetBias = TLanes.Broadcast(_step.Bias[units + unit]);
            var cellBias = TLanes.Broadcast(_step.Bias[(2 * units) + unit]);
            var outputBias = TLanes.Broadcast(_step.Bias[(3 * units) + unit]);
            for (var j = firstRow; j < endRow; j += TLanes.Count)
            {
                var i = TLanes.Load(projected + j) + inputBias;
                var f = TLanes.Load(projected + projectedGate + j) + forgetBias;
                var g = TLanes.Load(projected + (2 * projectedGate) + j) + cellBias;
                var o = TLanes.Load(projected + (3 * projectedGate) + j) + outputBias;
                if (hasPrevious)
                {
                    i += TLanes.Load(gates + j);
                    f += TLanes.Load(gates + gate + j);
                    g += TLanes.Load(gates + (2 * gate) + j);
                    o += TLanes.Load(gates + (3 * gate) + j);
                }

                i = LaneMath<TLanes>.Sigmoid(i);
                i.Store(gates + j);
                f = LaneMath<TLanes>.Sigmoid(f);
                f.Store(gates + gate + j);
                g = LaneMath<TLanes>.Tanh(g);
                g.Store(gates + (2 * gate) + j);
                o = LaneMath<TLanes>.Sigmoid(o);
                o.Store(gates + (3 * gate) + j);
                var state = i * g;
                if (hasPrevious)
                {
                    state += f * TLanes.Load(_step.PreviousCell + cell + j);
                }

                state.Store(_step.Cell + cell + j);
                (o * LaneMath<TLanes>.Tanh(state)).Store(_step.Output + cell + j);
            }
        }
    }
}
