using System.Runtime.CompilerServices;
using MlNetMasks.Torch.Kernels.Lanes;

namespace MlNetMasks.Torch.Kernels.Products;

/// <summary>
/// The innermost blocks of a matrix product, c[i, j] = sum over p of a[i, p] b[p, j]: two registers of columns, sums kept in registers.
/// </summary>
/// <remarks>
/// Six rows: twelve sums, two loads of b and one broadcast of a fill sixteen registers and hide the latency of a multiply-add. Strides are in
/// floats and may be anything, so the same block serves a product with a matrix and with its transpose.
/// </remarks>
internal static unsafe class ProductBlock<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Rows of the larger block.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a block.</summary>
    public static int Columns => 2 * TLanes.Count;

    /// <summary>Six rows.</summary>
    /// <param name="a">First element of the left factor.</param>
    /// <param name="aRow">From one row of a to the next.</param>
    /// <param name="aStep">From one term to the next within a row of a.</param>
    /// <param name="b">First element of the right factor; columns lie side by side.</param>
    /// <param name="bStep">From one term to the next in b.</param>
    /// <param name="c">Destination.</param>
    /// <param name="cRow">From one row of c to the next; rows are written in their order.</param>
    /// <param name="depth">Number of terms.</param>
    /// <param name="add">Whether to add to what is there.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void MultiplySix(float* a, nint aRow, nint aStep, float* b, nint bStep, float* c, nint cRow, int depth, bool add)
    {
        var c00 = Start(c, add);
        var c01 = Start(c + TLanes.Count, add);
        var c10 = Start(c + cRow, add);
        var c11 = Start(c + cRow + TLanes.Count, add);
        var c20 = Start(c + (2 * cRow), add);
        var c21 = Start(c + (2 * cRow) + TLanes.Count, add);
        var c30 = Start(c + (3 * cRow), add);
        var c31 = Start(c + (3 * cRow) + TLanes.Count, add);
        var c40 = Start(c + (4 * cRow), add);
        var c41 = Start(c + (4 * cRow) + TLanes.Count, add);
        var c50 = Start(c + (5 * cRow), add);
        var c51 = Start(c + (5 * cRow) + TLanes.Count, add);
        var lower = a + (3 * aRow); // two pointers and two strides address six rows
        var twoRows = 2 * aRow;
        for (var p = 0; p < depth; p++)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var factor = TLanes.Broadcast(*a);
            c00 = TLanes.MultiplyAdd(factor, b0, c00);
            c01 = TLanes.MultiplyAdd(factor, b1, c01);
            factor = TLanes.Broadcast(a[aRow]);
            c10 = TLanes.MultiplyAdd(factor, b0, c10);
            c11 = TLanes.MultiplyAdd(factor, b1, c11);
            factor = TLanes.Broadcast(a[twoRows]);
            c20 = TLanes.MultiplyAdd(factor, b0, c20);
            c21 = TLanes.MultiplyAdd(factor, b1, c21);
            factor = TLanes.Broadcast(*lower);
            c30 = TLanes.MultiplyAdd(factor, b0, c30);
            c31 = TLanes.MultiplyAdd(factor, b1, c31);
            factor = TLanes.Broadcast(lower[aRow]);
            c40 = TLanes.MultiplyAdd(factor, b0, c40);
            c41 = TLanes.MultiplyAdd(factor, b1, c41);
            factor = TLanes.Broadcast(lower[twoRows]);
            c50 = TLanes.MultiplyAdd(factor, b0, c50);
            c51 = TLanes.MultiplyAdd(factor, b1, c51);
            a += aStep;
            lower += aStep;
            b += bStep;
        }

        c00.Store(c);
        c01.Store(c + TLanes.Count);
        c10.Store(c + cRow);
        c11.Store(c + cRow + TLanes.Count);
        c20.Store(c + (2 * cRow));
        c21.Store(c + (2 * cRow) + TLanes.Count);
        c30.Store(c + (3 * cRow));
        c31.Store(c + (3 * cRow) + TLanes.Count);
        c40.Store(c + (4 * cRow));
        c41.Store(c + (4 * cRow) + TLanes.Count);
        c50.Store(c + (5 * cRow));
        c51.Store(c + (5 * cRow) + TLanes.Count);
    }

    /// <summary>One row, for what six leave over.</summary>
    /// <param name="a">First element of the row.</param>
    /// <param name="aStep">From one term to the next in a.</param>
    /// <param name="b">First element of the right factor; columns lie side by side.</param>
    /// <param name="bStep">From one term to the next in b.</param>
    /// <param name="c">Destination.</param>
    /// <param name="depth">Number of terms.</param>
    /// <param name="add">Whether to add to what is there.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void MultiplyOne(float* a, nint aStep, float* b, nint bStep, float* c, int depth, bool add)
    {
        var c0 = Start(c, add);
        var c1 = Start(c + TLanes.Count, add);
        for (var p = 0; p < depth; p++)
        {
            var factor = TLanes.Broadcast(*a);
            c0 = TLanes.MultiplyAdd(factor, TLanes.Load(b), c0);
            c1 = TLanes.MultiplyAdd(factor, TLanes.Load(b + TLanes.Count), c1);
            a += aStep;
            b += bStep;
        }

        c0.Store(c);
        c1.Store(c + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Start(float* c, bool add) => add ? TLanes.Load(c) : TLanes.Broadcast(0f);
}
