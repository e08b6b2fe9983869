using MlNetMasks.Torch.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Training;

/// <summary>Linear layers while masks are learned: what a network or a parametrisation of a user's own may do.</summary>
[TestClass]
[DoNotParallelize] // counts live tensors
public sealed class ProductTapeTests
{
    private const int Features = 8;
    private static readonly MaskLearningOptions Options = new() { BatchSize = 24, SampleCount = 4, StepCount = 3 };
    private static readonly BoundProblem Problem = Tiny.Classification(Features);
    private static readonly ExampleTable Table = Tiny.Vectors(60, Features);

    [TestMethod]
    public void Learn_OfANetworkThatDisposesItsActivations_GivesTheSameGradients()
    {
        using var kept = Weights(new ReluNetwork(DisposesActivations: false));
        using var disposed = Weights(new ReluNetwork(DisposesActivations: true));

        CollectionAssert.AreEqual(Gradients(kept, Options), Gradients(disposed, Options));
    }

    [TestMethod]
    public void Learn_OfASkipConnection_GivesTheGradientsOfSamplesInMemory()
    {
        using var weights = Weights(new ReluNetwork(DisposesActivations: false) { Skips = true });
        var inMemory = Options with { Parametrisation = new UserParametrisation(workers => new TensorLogisticMask(UniformSource.CounterStreams, workers)) };
        var expected = Gradients(weights, inMemory);
        var actual = Gradients(weights, Options);

        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], 1e-5 * scale, $"logit {i}");
        }
    }

    [TestMethod]
    public void Learn_WithAProductParametrisationOfAUser_AsksItForEveryLinearLayer()
    {
        var counter = new ProductCounter();
        using var weights = Weights(new FeedForwardNetwork([16, 12]));
        MaskLearner.Learn(weights, Problem, Table, Options with { Parametrisation = new UserParametrisation(counter.On) }, Tiny.Context("mask"));

        Assert.AreEqual(9, counter.Forward);
        Assert.AreEqual(9, counter.Gradients);
        Assert.AreEqual(6, counter.Transposed, "the first layer's input is data");
        Assert.IsTrue(counter.IsDisposed);
    }

    [TestMethod]
    public void Learn_WithAProductThatFailsInTheBackwardPass_FailsWithItsErrorAndLeavesNoTensor()
    {
        using var weights = Weights(new FeedForwardNetwork([16, 12]));
        var before = Tensor.TotalCount;
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var counter = new ProductCounter { FailsGradient = true };
            Assert.ThrowsExactly<NotSupportedException>(() => MaskLearner.Learn(
                weights, Problem, Table, Options with { Parametrisation = new UserParametrisation(counter.On) }, Tiny.Context("mask")));
        }

        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void Multiply_OfActivationsOfAnotherShape_NamesTheShapeAndWhatIsNeeded()
    {
        using var scope = NewDisposeScope();
        using var workers = new BlockWorkers(1);
        using var mask = new SimdLogisticMask(workers);
        var matrix = new MaskMatrix { Index = 0, Logits = zeros(1, 5, 7), Weights = ones(1, 5, 7), LogitGradients = zeros(1, 5, 7) };

        var failure = Assert.ThrowsExactly<ArgumentException>(() => mask.Multiply(matrix, new MaskDraw(1, 1, 2), ones(2, 6, 3)));
        StringAssert.Contains(failure.Message, "[2, 6, 3]");
        StringAssert.Contains(failure.Message, "[2, 7, rows]");
        failure = Assert.ThrowsExactly<ArgumentException>(
            () => mask.LogitGradient(matrix, new MaskDraw(1, 1, 2), ones(2, 7, 3), ones(2, 5, 4), 0));
        StringAssert.Contains(failure.Message, "upstream has 4 rows and input 3");
    }

    private static NetworkWeights Weights(NetworkSpec spec) => NetworkWeights.Initialize(spec, Problem.Shape, 3);

    private static float[] Gradients(NetworkWeights weights, MaskLearningOptions options)
    {
        using var scope = NewDisposeScope();
        using var logits = new MaskLogits(weights, options, key: 11, threads: 1);
        using var batch = Problem.CreateBatch(options.BatchSize);
        Problem.Encode(Table, [.. Enumerable.Range(0, options.BatchSize)], batch, withTargets: true);
        var output = logits.Forward(1, batch.Input.view(options.SampleCount, -1, Features));
        logits.Learn(1, Problem.Loss(output, batch, slots: null));
        return [.. Enumerable.Range(0, weights.MaskLayout.Layers.Count).SelectMany(layer => logits.Gradients.Span(layer).ToArray())];
    }

    /// <summary>Two hidden layers; may dispose of activations as soon as the next ones are there, or carry them past a layer.</summary>
    private sealed record ReluNetwork(bool DisposesActivations) : NetworkSpec
    {
        private static readonly Scalar One = 1;

        public bool Skips { get; init; }

        public override NetworkModule Build(NetworkBuilder builder) => new Module(
            this, builder.Linear("first", builder.Shape.InputSize, 16), builder.Linear("second", 16, 16), builder.Linear("last", 16, builder.Shape.OutputSize));

        private sealed class Module(ReluNetwork spec, MaskedLinear first, MaskedLinear second, MaskedLinear last) : NetworkModule
        {
            public override Tensor Forward(Tensor input)
            {
                var x = Relu(first.Forward(input));
                var y = Relu(second.Forward(x));
                var sum = spec.Skips ? y.add(x, One) : y;
                var output = last.Forward(sum);
                if (spec.DisposesActivations)
                {
                    x.Dispose();
                    y.Dispose();
                }

                return output;
            }

            private Tensor Relu(Tensor value)
            {
                var result = value.relu();
                if (spec.DisposesActivations)
                {
                    value.Dispose();
                }

                return result;
            }
        }
    }

    /// <summary>The built-in parametrisation with counters before it.</summary>
    private sealed class ProductCounter : IProductParametrisation, IDisposable
    {
        private SimdLogisticMask? _mask;

        public string Id => "counting";

        public int Forward { get; private set; }

        public int Gradients { get; private set; }

        public int Transposed { get; private set; }

        public bool IsDisposed { get; private set; }

        public bool FailsGradient { get; init; }

        private SimdLogisticMask Mask => _mask ?? throw new InvalidOperationException("On was not called.");

        public ProductCounter On(BlockWorkers workers)
        {
            _mask = new SimdLogisticMask(workers);
            return this;
        }

        public void Sample(IReadOnlyList<MaskSlot> slots, MaskDraw draw) => Mask.Sample(slots, draw);

        public double LogitGradient(IReadOnlyList<MaskSlot> slots, MaskDraw draw, double regulariser) => Mask.LogitGradient(slots, draw, regulariser);

        public Tensor Multiply(MaskMatrix matrix, MaskDraw draw, Tensor input)
        {
            Forward++;
            return Mask.Multiply(matrix, draw, input);
        }

        public Tensor MultiplyTransposed(MaskMatrix matrix, MaskDraw draw, Tensor upstream)
        {
            Transposed++;
            return Mask.MultiplyTransposed(matrix, draw, upstream);
        }

        public double LogitGradient(MaskMatrix matrix, MaskDraw draw, Tensor input, Tensor upstream, double regulariser)
        {
            Gradients++;
            return FailsGradient ? throw new NotSupportedException("no gradients today") : Mask.LogitGradient(matrix, draw, input, upstream, regulariser);
        }

        public void Dispose()
        {
            IsDisposed = true;
            _mask?.Dispose();
        }
    }
}
