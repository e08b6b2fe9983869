using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>How many rows of a matrix are worked on at once.</summary>
internal static class TileRows
{
    /// <summary>
    /// Most rows of a tile and rows of a chunk, whose input gradients are summed up apart: a fixed number, so that sums do not depend on the
    /// thread count.
    /// </summary>
    public const int Chunk = 42 * ProductBlock<ScalarLane>.Rows;

    /// <summary>Weights of a tile: a few arrays of this length fit into the second-level cache beside one sample's activations.</summary>
    private const int Weights = 65_536;

    /// <summary>Rows of a tile: whole blocks of the product, as many as fit.</summary>
    public static int Of(in ProductMatrix matrix) =>
        Math.Clamp(Weights / matrix.Columns / ProductBlock<ScalarLane>.Rows, 1, Chunk / ProductBlock<ScalarLane>.Rows) * ProductBlock<ScalarLane>.Rows;
}
