using System.Runtime.InteropServices;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>
/// Forward and backward products of linear layers, tile by tile of rows. Mask samples are drawn into the cache, multiplied with and dropped, so they
/// never travel to memory.
/// </summary>
/// <remarks>
/// Activations are feature-major, [samples, features, columns]: the batch rows of one sample lie side by side and are padded to a multiple of
/// <see cref="Product.ColumnMultiple"/>. Results do not depend on the thread count, bit for bit. One caller at a time.
/// </remarks>
internal sealed unsafe class TiledProducts : IDisposable
{
    private readonly BlockWorkers _workers;
    private readonly WeightTile[] _tiles;
    private readonly ForwardProductJob _forward;
    private readonly BackwardProductJob _backward;
    private readonly PartialSumsJob _sums = new();
    private float* _partials;
    private long _partialCapacity;

    private TiledProducts(BlockWorkers workers, Func<WeightTile> makeTile)
    {
        _workers = workers;
        _tiles = [.. Enumerable.Range(0, workers.ThreadCount).Select(_ => makeTile())];
        _forward = new ForwardProductJob(_tiles);
        _backward = new BackwardProductJob(_tiles);
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
    /// <param name="columns">Batch rows per sample, padded.</param>
    public void Forward(in ProductMatrix matrix, MaskDraw draw, float* input, float* output, int columns) =>
        _workers.Run(_forward, _forward.Prepare(in matrix, draw, input, output, columns));

    /// <summary>
    /// Turns the gradient of the output into that of the input and, for weights without a mask, of the weights: upstream input^T plus the
    /// regulariser. With a mask it draws the samples again and writes the gradients of the logits, straight through the soft masks: sum over samples
    /// of (upstream[s] input[s]^T) w slope, plus the regulariser.
    /// </summary>
    /// <param name="matrix">The layer.</param>
    /// <param name="draw">The draw of the forward pass.</param>
    /// <param name="batch">The gradients and inputs.</param>
    /// <param name="regulariser">Added to every gradient.</param>
    /// <param name="add">Whether the layer ran before in this step: gradients are then added to those that are there.</param>
    /// <returns>The squared norm of the gradients.</returns>
    public double Backward(in ProductMatrix matrix, MaskDraw draw, in ProductGradients batch, float regulariser, bool add)
    {
        var chunks = BackwardProductJob.ChunksOf(in matrix);
        var length = (long)draw.Samples * matrix.Columns * batch.Columns;
        var partials = batch.InputGradient == null || chunks == 1 ? batch.InputGradient : Partials(chunks * length);
        _workers.Run(_backward, _backward.Prepare(in matrix, draw, in batch, partials, regulariser, add));
        if (partials != batch.InputGradient)
        {
            _workers.Run(_sums, _sums.Prepare(partials, chunks, batch.InputGradient, length));
        }

        return _backward.Squares.Total();
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
