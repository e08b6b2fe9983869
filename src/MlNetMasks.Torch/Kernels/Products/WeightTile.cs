using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>Some rows of a linear layer's weights that fit into the cache, and what becomes of their gradients. One worker's scratch memory.</summary>
internal abstract unsafe class WeightTile : IDisposable
{
    /// <summary>Points the tile at rows of a matrix.</summary>
    public abstract void Take(in ProductMatrix matrix, MaskDraw draw, int firstRow, int rows);

    /// <summary>First weight of the tile's rows in a sample, after <see cref="Draw"/>; they lie as in the matrix.</summary>
    public abstract float* Weights(int sample);

    /// <summary>
    /// Where the gradients of a sample's weights go, laid out alike; a row may be overwritten up to the next multiple of
    /// <see cref="Product.ColumnMultiple"/> beyond its end.
    /// </summary>
    public abstract float* Gradients(int sample);

    /// <summary>Makes the weights of all samples.</summary>
    public abstract void Draw<TLanes>()
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>Turns the gradients of all samples into those of the matrix.</summary>
    /// <param name="regulariser">Added to every gradient.</param>
    /// <returns>The sum of their squares.</returns>
    public abstract double WriteGradients<TLanes>(float regulariser)
        where TLanes : struct, ILanes<TLanes>;

    /// <inheritdoc/>
    public abstract void Dispose();
}
