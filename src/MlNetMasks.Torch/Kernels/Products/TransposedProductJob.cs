using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>Products with the transposed weights of a linear layer; a block is a chunk of rows, which sums up its own share of the result.</summary>
internal sealed unsafe class TransposedProductJob(WeightTile[] tiles) : BlockJob
{
    private ProductMatrix _matrix;
    private MaskDraw _draw;
    private float* _upstream; // [samples, out, columns]
    private float* _partials; // [chunks, samples, in, columns]
    private int _columns;

    /// <summary>Number of chunks; depends on the matrix alone.</summary>
    public static int ChunksOf(in ProductMatrix matrix) => (matrix.Rows + TileRows.Chunk - 1) / TileRows.Chunk;

    public int Prepare(in ProductMatrix matrix, MaskDraw draw, float* upstream, float* partials, int columns)
    {
        (_matrix, _draw, _columns) = (matrix, draw, columns);
        _upstream = upstream;
        _partials = partials;
        return ChunksOf(in matrix);
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

    private void Multiply<TLanes>(int chunk, WeightTile tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var inputs = _matrix.Columns;
        var first = chunk * TileRows.Chunk;
        var end = Math.Min(first + TileRows.Chunk, _matrix.Rows);
        var partial = _partials + ((long)chunk * _draw.Samples * inputs * _columns);
        var step = TileRows.Of(in _matrix);
        for (var row = first; row < end; row += step)
        {
            var rows = Math.Min(step, end - row);
            var product = new Product(inputs, _columns, rows, ARow: 1, AStep: inputs, BStep: _columns, CRow: _columns, Add: row > first);
            tile.Take(in _matrix, _draw, row, rows);
            tile.Draw<TLanes>();
            for (var sample = 0; sample < _draw.Samples; sample++)
            {
                product.Multiply<TLanes>(
                    tile.Weights(sample),
                    _upstream + ((((long)sample * _matrix.Rows) + row) * _columns),
                    partial + ((long)sample * inputs * _columns));
            }
        }
    }
}
