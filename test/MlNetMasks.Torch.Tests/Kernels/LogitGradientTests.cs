using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed class LogitGradientTests
{
    private const float Regulariser = 7.8125e-7f;
    private static readonly MaskDraw Draw = new(seed: 9, step: 1234567890123, samples: 4);

    [TestMethod]
    [DataRow(1)]
    [DataRow(16)]
    [DataRow(31)]
    [DataRow(1024)]
    [DataRow(1039)]
    [DataRow(12345)]
    public void Accumulate_OfAnyLength_MatchesDoublePrecision(int length)
    {
        using var masks = new MaskCase(length, Draw.Samples, slot: 3);
        var uniforms = masks.Uniforms(Draw);

        var squares = Accumulate([masks.Segment]);

        var expectedSquares = 0.0;
        for (var j = 0; j < length; j++)
        {
            double power = Math.Exp(masks.Logits.Span[j]), sum = 0, size = 0;
            for (var sample = 0; sample < Draw.Samples; sample++)
            {
                double uniform = uniforms[(sample * length) + j];
                var soft = power * uniform / ((power * uniform) + 1 - uniform);
                var term = masks.Gradients.Span[(sample * length) + j] * soft * (1 - soft);
                sum += term;
                size += Math.Abs(term);
            }

            var expected = (masks.Weights.Span[j] * sum) + Regulariser;
            Assert.AreEqual(expected, masks.LogitGradients.Span[j], (1e-6 * Math.Abs(masks.Weights.Span[j]) * size) + 1e-12, $"weight {j}");
            expectedSquares += expected * expected;
        }

        Assert.AreEqual(expectedSquares, squares, 1e-5 * expectedSquares);
    }

    [TestMethod]
    public void Accumulate_OnAnyThreadCount_GivesTheSameBits()
    {
        float[]? reference = null;
        double? referenceSquares = null;
        foreach (var threads in (int[])[1, 2, 3, 7])
        {
            using var first = new MaskCase(9001, Draw.Samples);
            using var second = new MaskCase(50000, Draw.Samples, slot: 1);

            var squares = Accumulate([first.Segment, second.Segment], threads);

            float[] gradients = [.. first.LogitGradients.Span, .. second.LogitGradients.Span];
            reference ??= gradients;
            referenceSquares ??= squares;
            CollectionAssert.AreEqual(reference, gradients);
            Assert.AreEqual(referenceSquares.Value, squares);
        }
    }

    [TestMethod]
    [DataRow(100f)]
    [DataRow(-100f)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    [DataRow(40f)]
    [DataRow(-40f)]
    public void Accumulate_OfExtremeLogits_IsFiniteAndNextToTheRegulariser(float logit)
    {
        using var masks = new MaskCase(4099, Draw.Samples);
        masks.Logits.Span.Fill(logit);

        var squares = Accumulate([masks.Segment]);

        Assert.IsTrue(double.IsFinite(squares));
        foreach (var gradient in masks.LogitGradients.Span)
        {
            Assert.AreEqual(Regulariser, gradient, 1e-9f);
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(4098)]
    public void Accumulate_OfOneNaNLogit_ReturnsNaNEvenForZeroGradients(int index)
    {
        using var masks = new MaskCase(4099, Draw.Samples);
        masks.Logits.Span[index] = float.NaN;
        masks.Gradients.Span.Clear();

        var squares = Accumulate([masks.Segment]);

        Assert.IsTrue(double.IsNaN(squares));
        Assert.ThrowsExactly<ArithmeticException>(() => GradientClip.Factor(squares, 1));
    }

    private static double Accumulate(MaskSegment[] segments, int threads = 1)
    {
        using var workers = new BlockWorkers(threads);
        return new LogitGradient(workers).Accumulate(segments, Draw, Regulariser);
    }
}
