using System.Runtime.CompilerServices;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Cells;

/// <summary>A time step backward, the derivatives of <see cref="LstmForwardJob"/>.</summary>
internal sealed unsafe class LstmBackwardJob : LstmJob
{
    private LstmBackward _step;

    public int Prepare(in LstmBackward step)
    {
        _step = step;
        return Divide(step.Shape);
    }

    /// <inheritdoc/>
    public override void Run<TLanes>(int group, int firstUnit, int endUnit, int firstRow, int endRow)
    {
        var (_, units, rows) = _step.Shape;
        var zero = TLanes.Broadcast(0f);
        var one = TLanes.Broadcast(1f);
        for (var unit = firstUnit; unit < endUnit; unit++)
        {
            var firstGate = ((long)group * 4 * units) + unit;
            var gate = (long)units * rows;
            var projectedGate = (long)units * _step.Pitch;
            var gates = _step.Gates + (firstGate * rows);
            var projected = _step.ProjectedGradient + (firstGate * _step.Pitch);
            var cell = (((long)group * units) + unit) * rows;
            for (var j = firstRow; j < endRow; j += TLanes.Count)
            {
                var i = TLanes.Load(gates + j);
                var f = TLanes.Load(gates + gate + j);
                var g = TLanes.Load(gates + (2 * gate) + j);
                var o = TLanes.Load(gates + (3 * gate) + j);
                var output = zero;
                if (_step.OutputGradient != null)
                {
                    output = TLanes.Load(_step.OutputGradient + cell + j);
                }

                if (_step.NextGradient != null)
                {
                    output += TLanes.Load(_step.NextGradient + cell + j);
                }

                var tanh = LaneMath<TLanes>.Tanh(TLanes.Load(_step.Cell + cell + j));
                var state = TLanes.Load(_step.CellGradient + cell + j) + (output * o * (one - (tanh * tanh)));
                var forget = zero;
                if (_step.PreviousCell != null)
                {
                    forget = state * TLanes.Load(_step.PreviousCell + cell + j) * f * (one - f);
                }

                (state * f).Store(_step.CellGradient + cell + j);
                Write(state * g * i * (one - i), gates + j, projected + j);
                Write(forget, gates + gate + j, projected + projectedGate + j);
                Write(state * i * (one - (g * g)), gates + (2 * gate) + j, projected + (2 * projectedGate) + j);
                Write(output * tanh * o * (one - o), gates + (3 * gate) + j, projected + (3 * projectedGate) + j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write<TLanes>(TLanes gradient, float* gates, float* projected)
        where TLanes : struct, ILanes<TLanes>
    {
        gradient.Store(gates);
        (_step.Adds ? TLanes.Load(projected) + gradient : gradient).Store(projected);
    }
}
