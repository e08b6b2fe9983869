using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>The gradients of a linear layer's weights, or of their logits; a block is a tile of rows.</summary>
internal sealed unsafe class GradientProductJob(WeightTile[] tiles) : BlockJob
{
    private ProductMatrix _matrix;
    private MaskDraw _draw;
    private float* _input;    // [samples, batch rows, in padded]
    private float* _upstream; // [samples, out, batch rows]
    private int _batchRows;
    private int _tileRows;
    private float _regulariser;

    /// <summary>Squared norm of the gradients.</summary>
    public BlockSums Squares { get; } = new();

    public int Prepare(in ProductMatrix matrix, MaskDraw draw, float* input, float* upstream, int batchRows, float regulariser)
    {
        (_matrix, _draw, _batchRows, _regulariser) = (matrix, draw, batchRows, regulariser);
        _input = input;
        _upstream = upstream;
        _tileRows = TileRows.Of(in matrix);
        var blocks = (matrix.Rows + _tileRows - 1) / _tileRows;
        Squares.Clear(blocks);
        return blocks;
    }

    public override void Execute(int block, int worker) => Squares[block] = LaneWidth.Best switch
    {
        16 => Gradients<Lanes512>(block, tiles[worker]),
        8 => Gradients<Lanes256>(block, tiles[worker]),
        4 => Gradients<Lanes128>(block, tiles[worker]),
        _ => Gradients<ScalarLane>(block, tiles[worker]),
    };

    private double Gradients<TLanes>(int block, WeightTile tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var first = block * _tileRows;
        var rows = Math.Min(_tileRows, _matrix.Rows - first);
        var padded = Product.RoundUp(_matrix.Columns);
        var product = new Product(rows, padded, _batchRows, ARow: _batchRows, AStep: 1, BStep: padded, CRow: _matrix.Columns, Add: false);
        tile.Take(in _matrix, _draw, first, rows);
        for (var sample = 0; sample < _draw.Samples; sample++)
        {
            product.Multiply<TLanes>(
                _upstream + ((((long)sample * _matrix.Rows) + first) * _batchRows),
                _input + ((long)sample * _batchRows * padded),
                tile.Gradients(sample));
        }

        return tile.WriteGradients<TLanes>(_regulariser);
    }
}
