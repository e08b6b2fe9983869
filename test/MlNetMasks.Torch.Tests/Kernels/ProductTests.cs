using CsCheck;
using MlNetMasks.Torch.Kernels.Lanes;
using MlNetMasks.Torch.Kernels.Products;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed class ProductTests
{
    private static readonly Gen<(int Rows, int Panels, int Depth, bool Transposed, bool Add)> Shapes =
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 5], Gen.Int[0, 40], Gen.Bool, Gen.Bool);

    [TestMethod]
    public void Multiply_OfAnyShapeAndRegisterWidth_IsTheProduct() => Shapes.Sample(shape =>
    {
        Check<Lanes512>(shape.Rows, shape.Panels, shape.Depth, shape.Transposed, shape.Add);
        Check<Lanes256>(shape.Rows, shape.Panels, shape.Depth, shape.Transposed, shape.Add);
        Check<Lanes128>(shape.Rows, shape.Panels, shape.Depth, shape.Transposed, shape.Add);
        Check<ScalarLane>(shape.Rows, shape.Panels, shape.Depth, shape.Transposed, shape.Add);
    }, iter: 200, seed: "0N0XIzNsQ0O2");

    [TestMethod]
    [DataRow(1, 7)]
    [DataRow(9, 20)]
    [DataRow(16, 6)]
    [DataRow(17, 13)]
    [DataRow(47, 8)]
    public unsafe void Multiply_IntoRowsShorterThanItsColumns_LeavesEveryRowWhole(int width, int rows)
    {
        const int Depth = 5;
        var columns = Product.RoundUp(width);
        using var a = Filled(rows * Depth);
        using var b = Filled(Depth * columns);
        using var c = new NativeFloats((rows * width) + columns);
        new Product(rows, columns, Depth, ARow: Depth, AStep: 1, BStep: columns, CRow: width, Add: false).Multiply<Lanes512>(a.Pointer, b.Pointer, c.Pointer);

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < width; j++)
            {
                var expected = Enumerable.Range(0, Depth).Sum(p => (double)a.Span[(i * Depth) + p] * b.Span[(p * columns) + j]);
                Assert.AreEqual(expected, c.Span[(i * width) + j], 1e-5, $"[{i}, {j}]");
            }
        }
    }

    private static unsafe void Check<TLanes>(int rows, int panels, int depth, bool transposed, bool add)
        where TLanes : struct, ILanes<TLanes>
    {
        var columns = panels * Product.ColumnMultiple;
        using var a = Filled(Math.Max(1, rows * depth));
        using var b = Filled(Math.Max(1, depth * columns));
        using var c = Filled(rows * columns);
        var before = c.Span.ToArray();
        var (row, step) = transposed ? (1, rows) : (depth, 1);
        new Product(rows, columns, depth, row, step, BStep: columns, CRow: columns, add).Multiply<TLanes>(a.Pointer, b.Pointer, c.Pointer);

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var expected = add ? before[(i * columns) + j] : 0.0;
                for (var p = 0; p < depth; p++)
                {
                    expected += (double)a.Span[(i * row) + (p * step)] * b.Span[(p * columns) + j];
                }

                Assert.AreEqual(expected, c.Span[(i * columns) + j], 1e-5, $"{TLanes.Count} lanes, [{i}, {j}] of [{rows}, {columns}], depth {depth}");
            }
        }
    }

    private static NativeFloats Filled(int length) => new([.. Enumerable.Range(0, length).Select(i => (float)Math.Round(((i * 0.37) % 2) - 1, 3))]);
}
