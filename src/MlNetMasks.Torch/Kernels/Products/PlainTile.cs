using System.Runtime.InteropServices;
using MlNetMasks.Torch.Kernels.Blocks;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>Rows of weights without a mask: they are used where they lie, and their gradients are the matrix's.</summary>
internal sealed unsafe class PlainTile : WeightTile
{
    private ProductMatrix _matrix;
    private float* _gradients;
    private long _capacity;
    private long _first; // first element of the rows
    private int _length;

    /// <inheritdoc/>
    public override void Take(in ProductMatrix matrix, MaskDraw draw, int firstRow, int rows)
    {
        _matrix = matrix;
        _first = (long)firstRow * matrix.Columns;
        _length = rows * matrix.Columns;
        if (_length + Product.ColumnMultiple > _capacity)
        {
            Dispose();
            var capacity = _length + Product.ColumnMultiple;
            _gradients = (float*)NativeMemory.AlignedAlloc((nuint)(capacity * (long)sizeof(float)), ArenaLayout.Alignment * sizeof(float));
            _capacity = capacity;
        }
    }

    /// <inheritdoc/>
    public override float* Weights(int sample) => _matrix.Weights + _first;

    /// <inheritdoc/>
    public override float* Gradients(int sample) => _gradients;

    /// <inheritdoc/>
    public override void Draw<TLanes>()
    {
        // The weights are there.
    }

    /// <inheritdoc/>
    public override double WriteGradients<TLanes>(float regulariser) =>
        GradientBlock<TLanes>.Finish(_gradients, _matrix.Gradients + _first, _length, regulariser);

    /// <inheritdoc/>
    public override void Dispose()
    {
        NativeMemory.AlignedFree(_gradients);
        _gradients = null;
        _capacity = 0;
    }
}
