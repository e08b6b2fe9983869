using CsCheck;
using MlNetMasks.Torch.Kernels;
using MlNetMasks.Torch.Kernels.Products;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed class TiledProductsTests
{
    private static readonly Gen<(int Rows, int Inputs, int BatchRows, int Samples, int Threads)> Shapes =
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 150], Gen.Int[1, 20], Gen.Int[1, 3], Gen.Int[1, 3]);

    [TestMethod]
    public void Products_OfAnyShape_AreThoseWithSamplesInMemory() => Shapes.Sample(
        shape => Check(shape.Rows, shape.Inputs, shape.BatchRows, shape.Samples, shape.Threads), iter: 60, seed: "0N0XIzNsQ0O2");

    [TestMethod]
    [DataRow(520, 30, 5)]  // three chunks of rows
    [DataRow(7, 5000, 3)]  // rows longer than blocks and tiles
    [DataRow(1, 1, 1)]
    public void Products_OfTallAndWideMatrices_AreThoseWithSamplesInMemory(int rows, int inputs, int batchRows) => Check(rows, inputs, batchRows, samples: 2, threads: 2);

    [TestMethod]
    public void Products_OnAnyThreadCount_AreTheSameBits()
    {
        var results = new[] { 1, 2, 5 }.Select(threads =>
        {
            using var workers = new BlockWorkers(threads);
            using var products = TiledProducts.OfMasks(workers);
            using var layer = new ProductCase(600, 130, 9, samples: 3);
            layer.Forward(products);
            layer.Transposed(products);
            var squares = layer.Gradients(products);
            return (Floats: (float[])[.. layer.Output.Span, .. layer.InputGradient.Span, .. layer.Masks.LogitGradients.Span], squares);
        }).ToList();

        CollectionAssert.AreEqual(results[0].Floats, results[1].Floats);
        CollectionAssert.AreEqual(results[0].Floats, results[2].Floats);
        Assert.AreEqual(results[0].squares, results[1].squares);
        Assert.AreEqual(results[0].squares, results[2].squares);
    }

    [TestMethod]
    public void Gradients_OfANaNLogit_HasANaNNorm()
    {
        using var workers = new BlockWorkers(1);
        using var products = TiledProducts.OfMasks(workers);
        using var layer = new ProductCase(6, 40, 4, samples: 2);
        layer.Masks.Logits.Span[77] = float.NaN;

        Assert.IsTrue(double.IsNaN(layer.Gradients(products)));
    }

    private static void Check(int rows, int inputs, int batchRows, int samples, int threads)
    {
        using var workers = new BlockWorkers(threads);
        using var products = TiledProducts.OfMasks(workers);
        using var layer = new ProductCase(rows, inputs, batchRows, samples);
        layer.Forward(products);
        AssertClose(layer.ExpectedOutput(), layer.Output, "output");

        layer.Transposed(products);
        AssertClose(layer.ExpectedInputGradient(), layer.InputGradient, "input gradient");
        var squares = layer.Gradients(products);
        var gradients = layer.Masks.LogitGradients.Span.ToArray();
        var (expected, expectedSquares) = layer.ExpectedLogitGradients();
        var scale = Math.Sqrt(expected.Average(gradient => (double)gradient * gradient));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], gradients[i], 1e-5 * Math.Max(scale, Math.Abs(expected[i])), $"logit gradient {i}");
        }

        Assert.AreEqual(expectedSquares, squares, 1e-5 * expectedSquares);
    }

    private static void AssertClose(double[] expected, NativeFloats actual, string name)
    {
        var scale = Math.Sqrt(expected.Average(value => value * value));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual.Span[i], 1e-5 * Math.Max(scale, Math.Abs(expected[i])), $"{name} {i}");
        }
    }
}
