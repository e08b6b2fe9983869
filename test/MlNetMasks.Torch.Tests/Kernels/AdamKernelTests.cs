using MlNetMasks.Torch.Kernels;

namespace MlNetMasks.Torch.Tests.Kernels;

[TestClass]
public sealed unsafe class AdamKernelTests
{
    private const int Length = 2100; // three blocks, the last with a tail

    [TestMethod]
    public void Step_OverAThousandSteps_FollowsDoublePrecision()
    {
        const double Rate = 1e-2;
        const double Scale = 0.75;
        using var adam = new State(Length);
        var moments = new AdamMoments();
        var expected = new double[Length];
        var means = new double[Length];
        var squares = new double[Length];
        using var workers = new BlockWorkers(1);
        var kernel = new AdamKernel(workers);
        for (var step = 1; step <= 1000; step++)
        {
            for (var i = 0; i < Length; i++)
            {
                adam.Gradients.Span[i] = (float)Math.Sin((i * 0.7) + (step * (0.01 + (i * 1e-4))));
                var gradient = (double)(float)Scale * adam.Gradients.Span[i];
                means[i] = (0.9 * means[i]) + (0.1 * gradient);
                squares[i] = (0.999 * squares[i]) + (0.001 * gradient * gradient);
                var root = Math.Sqrt(squares[i]) / Math.Sqrt(1 - Math.Pow(0.999, step));
                expected[i] -= Rate / (1 - Math.Pow(0.9, step)) * means[i] / (root + 1e-8);
            }

            kernel.Step([adam.Segment], moments, step, Rate, (float)Scale);
        }

        for (var i = 0; i < Length; i++)
        {
            Assert.AreEqual(expected[i], adam.Parameters.Span[i], 2e-5 * Math.Max(1, Math.Abs(expected[i])), $"parameter {i}");
        }
    }

    [TestMethod]
    public void Step_FirstOfAll_MovesByTheLearningRate()
    {
        using var adam = new State(Length);
        adam.Gradients.Span.Fill(-1e-3f);
        using var workers = new BlockWorkers(1);

        new AdamKernel(workers).Step([adam.Segment], new AdamMoments(), 1, 0.01, 1);

        foreach (var parameter in adam.Parameters.Span)
        {
            Assert.AreEqual(0.01f, parameter, 1e-6f);
        }
    }

    [TestMethod]
    public void Step_OnTwoThreads_GivesTheSameBits()
    {
        var results = new[] { 1, 2 }.Select(threads =>
        {
            using var adam = new State(50001);
            for (var i = 0; i < 50001; i++)
            {
                adam.Gradients.Span[i] = (i % 97) - 48;
            }

            using var workers = new BlockWorkers(threads);
            var kernel = new AdamKernel(workers);
            kernel.Step([adam.Segment], new AdamMoments { Beta2 = 0.995, Epsilon = 1e-9 }, 1, 0.01, 0.1f);
            kernel.Step([adam.Segment], new AdamMoments { Beta2 = 0.995, Epsilon = 1e-9 }, 2, 0.01, 0.1f);
            return adam.Parameters.Span.ToArray();
        }).ToList();

        CollectionAssert.AreEqual(results[0], results[1]);
    }

    [TestMethod]
    public void Step_ScaledByZero_TakesInfiniteGradientsForZero()
    {
        using var adam = new State(Length);
        adam.Gradients.Span.Fill(float.PositiveInfinity);
        using var workers = new BlockWorkers(1);
        var scale = GradientClip.Factor(new SumOfSquares(workers).Of([new FloatSegment(adam.Gradients.Pointer, Length)]), 1);

        new AdamKernel(workers).Step([adam.Segment], new AdamMoments(), 1, 0.01, scale);

        Assert.AreEqual(0f, scale);
        Assert.IsFalse(adam.Parameters.Span.ContainsAnyExcept(0f));
    }

    [TestMethod]
    public void Step_OutOfRange_NamesTheParameter()
    {
        using var workers = new BlockWorkers(1);
        var kernel = new AdamKernel(workers);

        Assert.AreEqual("stepNumber", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => kernel.Step([], new AdamMoments(), 0, 1, 1)).ParamName);
        Assert.AreEqual("learningRate", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => kernel.Step([], new AdamMoments(), 1, double.NaN, 1)).ParamName);
        Assert.AreEqual("gradientScale", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => kernel.Step([], new AdamMoments(), 1, 1, float.NaN)).ParamName);
        Assert.ThrowsExactly<ArgumentException>(() => kernel.Step(
            [new AdamSegment { Length = 1, Parameters = null, Gradients = null, Means = null, Squares = null }], new AdamMoments(), 1, 1, 1));
        Assert.AreEqual("Beta1", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AdamMoments { Beta1 = 1 }).ParamName);
    }

    [TestMethod]
    public void SumOfSquares_OverSegments_MatchesDoublePrecisionOnAnyThreadCount()
    {
        using var first = new NativeFloats(4099);
        using var second = new NativeFloats(7);
        var expected = 0.0;
        foreach (var values in (NativeFloats[])[first, second])
        {
            for (var i = 0; i < values.Length; i++)
            {
                values.Span[i] = (float)Math.Cos(i);
                expected += (double)values.Span[i] * values.Span[i];
            }
        }

        FloatSegment[] segments = [new(first.Pointer, first.Length), new(second.Pointer, second.Length)];
        using var one = new BlockWorkers(1);
        using var three = new BlockWorkers(3);

        var sum = new SumOfSquares(one).Of(segments);

        Assert.AreEqual(expected, sum, 1e-6 * expected);
        Assert.AreEqual(sum, new SumOfSquares(three).Of(segments));
    }

    [TestMethod]
    public void GradientClip_OfNorms_IsTheFactorOfTorch()
    {
        Assert.AreEqual(1f, GradientClip.Factor(0.25, 1));
        Assert.AreEqual(0.5 / (2 + 1e-6), GradientClip.Factor(4, 0.5), 1e-8);
        Assert.AreEqual(0f, GradientClip.Factor(double.PositiveInfinity, 1));
        Assert.AreEqual(1f, GradientClip.Factor(100, double.PositiveInfinity));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => GradientClip.Factor(1, 0));
    }

    private sealed class State(int length) : IDisposable
    {
        private readonly NativeFloats _means = new(length);
        private readonly NativeFloats _squares = new(length);

        public NativeFloats Parameters { get; } = new(length);

        public NativeFloats Gradients { get; } = new(length);

        public AdamSegment Segment => new()
        {
            Length = Parameters.Length,
            Parameters = Parameters.Pointer,
            Gradients = Gradients.Pointer,
            Means = _means.Pointer,
            Squares = _squares.Pointer,
        };

        public void Dispose()
        {
            Parameters.Dispose();
            Gradients.Dispose();
            _means.Dispose();
            _squares.Dispose();
        }
    }
}
