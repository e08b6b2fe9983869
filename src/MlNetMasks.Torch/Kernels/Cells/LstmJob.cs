using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Cells;

/// <summary>One time step of an LSTM layer in either direction; a block is some units of one group.</summary>
internal abstract class LstmJob : BlockJob
{
    private const int BlockLength = 1024; // cells: enough to be worth passing to another thread

    private LstmShape _shape;
    private int _unitsPerBlock;
    private int _blocksPerGroup;

    public sealed override void Execute(int block, int worker)
    {
        var group = block / _blocksPerGroup;
        var first = block % _blocksPerGroup * _unitsPerBlock;
        var end = Math.Min(first + _unitsPerBlock, _shape.Units);
        var full = _shape.Rows / LaneWidth.Best * LaneWidth.Best;
        switch (LaneWidth.Best)
        {
            case 16:
                Run<Lanes512>(group, first, end, 0, full);
                break;
            case 8:
                Run<Lanes256>(group, first, end, 0, full);
                break;
            case 4:
                Run<Lanes128>(group, first, end, 0, full);
                break;
            default:
                Run<ScalarLane>(group, first, end, 0, full);
                break;
        }

        if (full < _shape.Rows)
        {
            Run<ScalarLane>(group, first, end, full, _shape.Rows);
        }
    }

    /// <summary>Computes the cells of some units and rows.</summary>
    /// <param name="group">The group.</param>
    /// <param name="firstUnit">First unit.</param>
    /// <param name="endUnit">Behind the last unit.</param>
    /// <param name="firstRow">First row.</param>
    /// <param name="endRow">Behind the last row; as many rows as lanes divide.</param>
    public abstract void Run<TLanes>(int group, int firstUnit, int endUnit, int firstRow, int endRow)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>Cuts the step into blocks.</summary>
    /// <returns>Their number.</returns>
    protected int Divide(LstmShape shape)
    {
        _shape = shape;
        _unitsPerBlock = Math.Max(1, BlockLength / shape.Rows);
        _blocksPerGroup = (shape.Units + _unitsPerBlock - 1) / _unitsPerBlock;
        return shape.Groups * _blocksPerGroup;
    }
}
