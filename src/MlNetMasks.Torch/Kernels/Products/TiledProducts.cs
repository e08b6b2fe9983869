using System.Runtime.InteropServices;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>
/// Forward and backward products of linear layers, tile by tile of rows. Mask samples are drawn into the cache, multiplied with and dropped, so they
/// never travel to memory.
/// </summary>
/// <remarks>
/// Activations are feature-major, [samples, features, columns]: the batch rows of one sample lie side by side. Results do not depend on the thread
/// count, bit for bit. One caller at a time.
/// </remarks>
internal sealed unsafe class TiledProducts : IDisposable
{
    private readonly BlockWorkers _workers;
    private readonly WeightTile[] _tiles;
    private readonly ForwardProductJob _forward;
    private readonly TransposedProductJob _transposed;
    private readonly GradientProductJob _gradients;
    private readonly PartialSumsJob _sums = new();
    private float* _partials;
    private long _partialCapacity;

    private TiledProducts(BlockWorkers workers, Func<WeightTile> makeTile)
    {
        _workers = workers;
        _tiles = [.. Enumerable.Range(0, workers.ThreadCount).Select(_ => makeTile())];
        _forward = new ForwardProductJob(_tiles);
        _transposed = new TransposedProductJob(_tiles);
        _gradients = new GradientProductJob(_tiles);
    }

    /// <summary>Products with mask samples.</summary>
    /// <param name="workers">The threads; not owned.</param>
    public static TiledProducts OfMasks(BlockWorkers workers) => new(workers, () => new MaskTile());

    /// <summary>Products with weights as they are; draws have one sample.</summary>
    /// <param name="workers">The threads; not owned.</param>
    public static TiledProducts OfWeights(BlockWorkers workers) => new(workers, () => new PlainTile());

    /// <summary>output[s] = weights[s] input[s].</summary>
    /// <param name="matrix">The layer.</param>
    /// <param name="draw">The draw of the step.</param>
    /// <param name="input">[samples, in, columns]</param>
    /// <param name="output">[samples, out, columns]</param>
    /// <param name="columns">Batch rows per sample, padded to a multiple of <see cref="Product.ColumnMultiple"/>.</param>
    public void Forward(in ProductMatrix matrix, MaskDraw draw, float* input, float* output, int columns) =>
        _workers.Run(_forward, _forward.Prepare(in matrix, draw, input, output, columns));

    /// <summary>inputGradient[s] = weights[s]^T upstream[s].</summary>
    /// <param name="matrix">The layer.</param>
    /// <param name="draw">The draw of the forward pass; a mask's samples are drawn again.</param>
    /// <param name="upstream">[samples, out, columns]</param>
    /// <param name="inputGradient">[samples, in, columns]</param>
    /// <param name="columns">Batch rows per sample, padded to a multiple of <see cref="Product.ColumnMultiple"/>.</param>
    public void Transposed(in ProductMatrix matrix, MaskDraw draw, float* upstream, float* inputGradient, int columns)
    {
        var chunks = TransposedProductJob.ChunksOf(in matrix);
        var length = (long)draw.Samples * matrix.Columns * columns;
        var partials = chunks == 1 ? inputGradient : Partials(chunks * length);
        _workers.Run(_transposed, _transposed.Prepare(in matrix, draw, upstream, partials, columns));
        if (chunks > 1)
        {
            _workers.Run(_sums, _sums.Prepare(partials, chunks, inputGradient, length));
        }
    }

    /// <summary>
    /// Writes the gradients of weights without a mask, upstream[s] input[s]^T; or those of the logits, straight through the soft masks: sum over
    /// samples of (upstream[s] input[s]^T) w slope.
    /// </summary>
    /// <param name="matrix">The layer.</param>
    /// <param name="draw">The draw of the forward pass.</param>
    /// <param name="input">Row-major: [samples, batch rows, in padded to a multiple of <see cref="Product.ColumnMultiple"/>].</param>
    /// <param name="upstream">[samples, out, batch rows]</param>
    /// <param name="batchRows">Batch rows per sample.</param>
    /// <param name="regulariser">Added to every gradient.</param>
    /// <returns>The squared norm of the gradients.</returns>
    public double Gradients(in ProductMatrix matrix, MaskDraw draw, float* input, float* upstream, int batchRows, float regulariser)
    {
        _workers.Run(_gradients, _gradients.Prepare(in matrix, draw, input, upstream, batchRows, regulariser));
        return _gradients.Squares.Total();
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_partials);
        _partials = null;
        _partialCapacity = 0;
        foreach (var tile in _tiles)
        {
            tile.Dispose();
        }
    }

    private float* Partials(long length)
    {
        if (length > _partialCapacity)
        {
            NativeMemory.AlignedFree(_partials);
            _partialCapacity = 0;
            _partials = null;
            _partials = (float*)NativeMemory.AlignedAlloc((nuint)(length * sizeof(float)), ArenaLayout.Alignment * sizeof(float));
            _partialCapacity = length;
        }

        return _partials;
    }
}
