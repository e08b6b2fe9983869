using System.Runtime.InteropServices;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>
/// Linear layers on mask samples: draws some rows of the masked weights into the cache, multiplies with them and drops them, so that samples
/// never travel to memory.
/// </summary>
/// <remarks>
/// Activations are feature-major, [samples, features, columns]: the batch rows of one sample lie side by side and are padded to a multiple of
/// <see cref="Product.ColumnMultiple"/>. Results do not depend on the thread count, bit for bit. One caller at a time.
/// </remarks>
internal sealed unsafe class MaskedProducts : IDisposable
{
    private readonly BlockWorkers _workers;
    private readonly MaskTile[] _tiles;
    private readonly ForwardProductJob _forward;
    private readonly BackwardProductJob _backward;
    private readonly PartialSumsJob _sums = new();
    private float* _partials;
    private long _partialCapacity;

    /// <summary>Makes the products on the given threads, which it does not own.</summary>
    /// <param name="workers">The threads.</param>
    public MaskedProducts(BlockWorkers workers)
    {
        _workers = workers;
        _tiles = [.. Enumerable.Range(0, workers.ThreadCount).Select(_ => new MaskTile())];
        _forward = new ForwardProductJob(_tiles);
        _backward = new BackwardProductJob(_tiles);
    }

    /// <summary>output[s] = masked weights[s] input[s].</summary>
    /// <param name="matrix">Weights [out, in] and logits.</param>
    /// <param name="draw">The draw of the step.</param>
    /// <param name="input">[samples, in, columns]</param>
    /// <param name="output">[samples, out, columns]</param>
    /// <param name="columns">Batch rows per sample, padded.</param>
    public void Forward(in MaskedMatrix matrix, MaskDraw draw, float* input, float* output, int columns) =>
        _workers.Run(_forward, _forward.Prepare(in matrix, draw, input, output, columns));

    /// <summary>
    /// Turns the gradient of the output into the gradient of the input and of the logits: draws the step's masks again, and straight through the
    /// soft masks, sum over samples of (upstream[s] input[s]^T) w slope, plus the regulariser.
    /// </summary>
    /// <param name="matrix">Weights [out, in], logits and where their gradients go.</param>
    /// <param name="draw">The draw of the forward pass.</param>
    /// <param name="batch">The gradients and inputs.</param>
    /// <param name="regulariser">Added to every logit gradient.</param>
    /// <param name="add">Whether the layer ran before in this step: logit gradients are then added to those that are there.</param>
    /// <returns>The squared norm of the logit gradients.</returns>
    public double Backward(in MaskedMatrix matrix, MaskDraw draw, in ProductGradients batch, float regulariser, bool add)
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
