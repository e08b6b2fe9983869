using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>The forward products of a linear layer; a block is a tile of rows.</summary>
internal sealed unsafe class ForwardProductJob(WeightTile[] tiles) : BlockJob
{
    private ProductMatrix _matrix;
    private MaskDraw _draw;
    private float* _input;
    private float* _output;
    private int _columns;
    private int _tileRows;

    public int Prepare(in ProductMatrix matrix, MaskDraw draw, float* input, float* output, int columns)
    {
        (_matrix, _draw, _columns) = (matrix, draw, columns);
        _input = input;
        _output = output;
        _tileRows = TileRows.Of(in matrix);
        return (matrix.Rows + _tileRows - 1) / _tileRows;
    }

    public override void Execute(int block, int worker)
    {
        switch (LaneWidth.Best)
        {
            case 16:
                Multiply<Lanes512>(block, tiles[worker]);
                break;
            case 8:
                Multiply<Lanes256>(block, tiles[worker]);
                break;
            case 4:
                Multiply<Lanes128>(block, tiles[worker]);
                break;
            default:
                Multiply<ScalarLane>(block, tiles[worker]);
                break;
        }
    }

    private void Multiply<TLanes>(int block, WeightTile tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var first = block * _tileRows;
        var rows = Math.Min(_tileRows, _matrix.Rows - first);
        var product = new Product(rows, _columns, _matrix.Columns, ARow: _matrix.Columns, AStep: 1, BStep: _columns, CRow: _columns, Add: false);
        tile.Take(in _matrix, _draw, first, rows);
        tile.Draw<TLanes>();
        for (var sample = 0; sample < _draw.Samples; sample++)
        {
            product.Multiply<TLanes>(
                tile.Weights(sample),
                _input + ((long)sample * _matrix.Columns * _columns),
                _output + ((((long)sample * _matrix.Rows) + first) * _columns));
        }
    }
}
