using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>A product of small matrices that lie in the cache, on the calling thread: c[i, j] = sum over p of a[i, p] b[p, j].</summary>
/// <param name="Rows">Rows of a and c.</param>
/// <param name="Columns">Columns of b and c, a multiple of <see cref="ColumnMultiple"/>; they lie side by side.</param>
/// <param name="Depth">Number of terms.</param>
/// <param name="ARow">From one row of a to the next, in floats.</param>
/// <param name="AStep">From one term to the next within a row of a.</param>
/// <param name="BStep">From one term to the next in b.</param>
/// <param name="CRow">
/// From one row of c to the next. It may be smaller than <paramref name="Columns"/>: blocks are written from the last columns to the first and from
/// the first row to the last, so that a row overwrites what the row before it wrote beyond its end.
/// </param>
/// <param name="Add">Whether to add to what is in c; only with rows that do not overlap.</param>
internal readonly unsafe record struct Product(int Rows, int Columns, int Depth, nint ARow, nint AStep, nint BStep, nint CRow, bool Add)
{
    /// <summary>Columns come in multiples of this, whatever the processor.</summary>
    public const int ColumnMultiple = 16;

    /// <summary>The next multiple of <see cref="ColumnMultiple"/>.</summary>
    public static int RoundUp(int columns) => (columns + ColumnMultiple - 1) / ColumnMultiple * ColumnMultiple;

    /// <summary>Multiplies.</summary>
    public void Multiply<TLanes>(float* a, float* b, float* c)
        where TLanes : struct, ILanes<TLanes>
    {
        var wide = Columns / ProductBlock<TLanes>.Columns * ProductBlock<TLanes>.Columns;
        if (wide < Columns) // only registers of sixteen lanes leave columns over: half a block
        {
            MultiplyColumns<Lanes256>(a, b + wide, c + wide);
        }

        for (var column = wide - ProductBlock<TLanes>.Columns; column >= 0; column -= ProductBlock<TLanes>.Columns)
        {
            MultiplyColumns<TLanes>(a, b + column, c + column);
        }
    }

    private void MultiplyColumns<TLanes>(float* a, float* b, float* c)
        where TLanes : struct, ILanes<TLanes>
    {
        var row = 0;
        for (; row + ProductBlock<TLanes>.Rows <= Rows; row += ProductBlock<TLanes>.Rows)
        {
            ProductBlock<TLanes>.MultiplySix(a + (row * ARow), ARow, AStep, b, BStep, c + (row * CRow), CRow, Depth, Add);
        }

        for (; row < Rows; row++)
        {
            ProductBlock<TLanes>.MultiplyOne(a + (row * ARow), AStep, b, BStep, c + (row * CRow), Depth, Add);
        }
    }
}
