using MlNetMasks.Torch.Kernels.Blocks;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>
/// The backward products of a linear layer; a block is a chunk of rows, which goes through its tiles and sums up its own share of the
/// input gradient.
/// </summary>
internal sealed unsafe class BackwardProductJob(WeightTile[] tiles) : BlockJob
{
    private ProductMatrix _matrix;
    private MaskDraw _draw;
    private ProductGradients _batch;
    private float* _partials; // [chunks, samples, in, columns], or null
    private float _regulariser;
    private bool _add;

    /// <summary>Squared norm of the gradients.</summary>
    public BlockSums Squares { get; } = new();

    /// <summary>Number of chunks; depends on the matrix alone.</summary>
    public static int ChunksOf(in ProductMatrix matrix) => (matrix.Rows + TileRows.Chunk - 1) / TileRows.Chunk;

    public int Prepare(in ProductMatrix matrix, MaskDraw draw, in ProductGradients batch, float* partials, float regulariser, bool add)
    {
        (_matrix, _draw, _batch, _regulariser, _add) = (matrix, draw, batch, regulariser, add);
        _partials = partials;
        var chunks = ChunksOf(in matrix);
        Squares.Clear(chunks);
        return chunks;
    }

    public override void Execute(int block, int worker) => Squares[block] = LaneWidth.Best switch
    {
        16 => Chunk<Lanes512>(block, tiles[worker]),
        8 => Chunk<Lanes256>(block, tiles[worker]),
        4 => Chunk<Lanes128>(block, tiles[worker]),
        _ => Chunk<ScalarLane>(block, tiles[worker]),
    };

    private double Chunk<TLanes>(int chunk, WeightTile tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var squares = 0.0;
        var first = chunk * TileRows.Chunk;
        var end = Math.Min(first + TileRows.Chunk, _matrix.Rows);
        var partial = _partials == null ? null : _partials + ((long)chunk * _draw.Samples * _matrix.Columns * _batch.Columns);
        var step = TileRows.Of(in _matrix);
        for (var row = first; row < end; row += step)
        {
            var rows = Math.Min(step, end - row);
            tile.Take(in _matrix, _draw, row, rows);
            if (partial != null)
            {
                AddInputGradients<TLanes>(tile, row, rows, partial, add: row > first);
            }

            MultiplyWeightGradients<TLanes>(tile, row, rows);
            squares += tile.WriteGradients<TLanes>(_regulariser, _add);
        }

        return squares;
    }

    /// <summary>Weights transposed times upstream.</summary>
    private void AddInputGradients<TLanes>(WeightTile tile, int first, int rows, float* partial, bool add)
        where TLanes : struct, ILanes<TLanes>
    {
        var (inputs, columns) = (_matrix.Columns, _batch.Columns);
        var product = new Product(inputs, columns, rows, ARow: 1, AStep: inputs, BStep: columns, CRow: columns, add);
        tile.Draw<TLanes>();
        for (var sample = 0; sample < _draw.Samples; sample++)
        {
            product.Multiply<TLanes>(tile.Weights(sample), Upstream(sample, first), partial + ((long)sample * inputs * columns));
        }
    }

    /// <summary>Upstream times inputs.</summary>
    private void MultiplyWeightGradients<TLanes>(WeightTile tile, int first, int rows)
        where TLanes : struct, ILanes<TLanes>
    {
        var padded = Product.RoundUp(_matrix.Columns);
        var product = new Product(rows, padded, _batch.BatchRows, ARow: _batch.Columns, AStep: 1, BStep: padded, CRow: _matrix.Columns, Add: false);
        for (var sample = 0; sample < _draw.Samples; sample++)
        {
            product.Multiply<TLanes>(Upstream(sample, first), _batch.Input + ((long)sample * _batch.BatchRows * padded), tile.Gradients(sample));
        }
    }

    private float* Upstream(int sample, int row) => _batch.Upstream + ((((long)sample * _matrix.Rows) + row) * _batch.Columns);
}
