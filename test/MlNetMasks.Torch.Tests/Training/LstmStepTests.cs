using MlNetMasks.Torch.Kernels;
using MlNetMasks.Torch.Tests.Problems;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace MlNetMasks.Torch.Tests.Training;

/// <summary>Training steps of LSTMs, whose layers run outside autograd; see also <see cref="MaskStepTests"/>.</summary>
[TestClass]
[DoNotParallelize] // the plain computations hold no scalar alive, see the remarks on NetworkModule
public sealed class LstmStepTests
{
    private static readonly MaskLearningOptions Options = new() { BatchSize = 24, SampleCount = 4, Beta = 1e-2, InitialLogit = 0.3 };

    [TestMethod]
    [DataRow(PairMode.SameOutput)]
    [DataRow(PairMode.OnlyOne)]
    public void Train_OfAnLstm_GivesTheWeightsOfTorchAdamAndClipping(PairMode mode)
    {
        var problem = PairRows.Bound(mode);
        var options = new PretrainOptions { StepCount = 10, BatchSize = 30, LearningRate = 0.01, GradientClip = 0.05 };
        var context = Tiny.Context();
        using var weights = NetworkWeights.Initialize(new LstmNetwork(6) { StepCount = 2 }, problem.Shape, 3);
        using var scope = NewDisposeScope();
        TorchParameter[] parameters = [.. Enumerable.Range(0, 8).Select(slot => new TorchParameter(weights.Arena.Tensor(slot).to(ScalarType.Float64)))];
        using var adam = optim.Adam(parameters, options.LearningRate);
        using var batch = problem.CreateBatch(options.BatchSize);
        var table = PairRows.Many();
        var epochs = new ShuffledEpochs(table.RowCount, new RandomStream(RandomStream.DeriveKey(context.Key, "batches")));
        var rows = new int[options.BatchSize];

        Pretrainer.Train(weights, problem, table, options, context);

        for (var step = 0; step < options.StepCount; step++)
        {
            epochs.Next(rows);
            problem.Encode(table, rows, batch, withTargets: true);
            adam.zero_grad();
            var output = Plain(batch.Input.to(ScalarType.Float64).unsqueeze(0), parameters, problem.Shape);
            nn.functional.cross_entropy(output.reshape(batch.Targets.numel(), -1), batch.Targets.reshape(-1)).backward();
            nn.utils.clip_grad_norm_(parameters, options.GradientClip);
            adam.step();
        }

        for (var slot = 0; slot < parameters.Length; slot++)
        {
            Assert.AreEqual(0, (parameters[slot] - weights.Arena.Tensor(slot)).abs().max().item<double>(), 1e-4, $"parameter {slot}");
        }
    }

    [TestMethod]
    public void MaskLogits_OfANetworkThatReadsAnEarlyStep_HaveTheStraightThroughGradientOfAutograd()
    {
        var problem = PairRows.Bound(PairMode.OnlyOne);
        using var weights = NetworkWeights.Initialize(new EarlyNetwork(), problem.Shape, 3);
        MaskStepComparison.AssertSameGradients(problem, PairRows.Many(), weights, Options, (input, parameters) =>
        {
            var frames = input.chunk(2, 2);
            return PlainLstm.Forward([frames[0], frames[0], frames[1]], parameters, [1]);
        });
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    public void Learn_OnAnyThreadCount_GivesTheSameBits(int samples)
    {
        var problem = PairRows.Bound(PairMode.OnlyOneIo);
        using var weights = NetworkWeights.Initialize(new LstmNetwork(72), problem.Shape, 3);
        var options = Options with { SampleCount = samples, BatchSize = 92 };
        float[] Gradients(int threads)
        {
            using var logits = new MaskLogits(weights, options, key: 11, threads);
            using var batch = problem.CreateBatch(options.BatchSize);
            MaskStepComparison.Encode(problem, PairRows.Many(), batch, 1);
            MaskStepComparison.RunStep(problem, logits, batch, options, 1);
            return [.. Enumerable.Range(0, weights.MaskLayout.Layers.Count).SelectMany(layer => logits.Gradients.Span(layer).ToArray())];
        }

        var one = Gradients(1);

        CollectionAssert.AreEqual(one, Gradients(1));
        CollectionAssert.AreEqual(one, Gradients(3));
    }

    [TestMethod]
    public void Stages_OfManySteps_HoldTheSameTensorsThroughoutAndNoneAfter()
    {
        var problem = PairRows.Bound(PairMode.OnlyOneIo);
        using var weights = NetworkWeights.Initialize(new LstmNetwork(5), problem.Shape, 3);
        AssertSteady(progress => Pretrainer.Train(
            weights, problem, PairRows.Many(), new PretrainOptions { StepCount = 100, BatchSize = 8 }, Tiny.Context() with { Progress = progress }));
        AssertSteady(progress => MaskLearner.Learn(
            weights, problem, PairRows.Many(), new MaskLearningOptions { StepCount = 100, BatchSize = 8 }, Tiny.Context("mask") with { Progress = progress }));
    }

    [TestMethod]
    [DataRow(2, 0)] // within the first layer's time steps
    [DataRow(0, 3)] // within the second layer's way back
    public void Learn_WithAProductThatFails_FailsWithItsErrorAndLeavesNoTensor(int failingProduct, int failingTransposed)
    {
        var problem = PairRows.Bound(PairMode.OnlyOneIo);
        using var weights = NetworkWeights.Initialize(new LstmNetwork(5), problem.Shape, 3);
        var before = LiveTensors.OfThisThread;

        Assert.ThrowsExactly<NotSupportedException>(() => MaskLearner.Learn(weights, problem, PairRows.Many(), Options with
        {
            Parametrisation = new UserParametrisation(workers => new FailingProduct(workers, failingProduct, failingTransposed)),
        }, Tiny.Context("mask")));

        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    private static Tensor Plain(Tensor input, IReadOnlyList<Tensor> parameters, NetworkShape shape)
    {
        var frames = shape.RepeatsInput ? [input, input] : input.chunk(2, 2);
        return PlainLstm.Forward([frames[0], frames[0], frames[1], frames[1]], parameters, shape.ReadsEveryFrame ? [1, 3] : [3]);
    }

    private static void AssertSteady(Action<IProgress<TrainingProgress>> stage)
    {
        var samples = new Dictionary<int, long>();
        var before = LiveTensors.OfThisThread;

        stage(new ImmediateProgress(progress => samples.Add(progress.Step, LiveTensors.OfThisThread)));

        Assert.AreEqual(samples[10], samples[100]);
        Assert.AreEqual(samples[10], samples.Values.Max());
        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    /// <summary>One layer that goes on for a step, with a new input, after its output was read.</summary>
    private sealed record EarlyNetwork : NetworkSpec
    {
        public override NetworkModule Build(NetworkBuilder builder) => new Module(
            builder.Lstm("cells", builder.Shape.InputSize, 6), builder.Linear("output", 6, builder.Shape.OutputSize), builder.Shape);

        private sealed class Module(MaskedLstmLayer cells, MaskedLinear output, NetworkShape shape) : NetworkModule
        {
            public override Tensor Forward(Tensor input)
            {
                var frames = input.split(shape.InputSize, 2);
                return output.Forward(cells.Forward([frames[0], frames[0], frames[1]])[1]);
            }
        }
    }

    /// <summary>The built-in parametrisation, until one of its products fails; numbers from 1, 0 for none.</summary>
    private sealed class FailingProduct(BlockWorkers workers, int failingProduct, int failingTransposed) : IProductParametrisation, IDisposable
    {
        private readonly SimdLogisticMask _mask = new(workers);
        private int _products;
        private int _transposed;

        public string Id => "failing";

        public void Sample(IReadOnlyList<MaskSlot> slots, MaskDraw draw) => _mask.Sample(slots, draw);

        public double LogitGradient(IReadOnlyList<MaskSlot> slots, MaskDraw draw, double regulariser) => _mask.LogitGradient(slots, draw, regulariser);

        public Tensor Multiply(MaskMatrix matrix, MaskDraw draw, Tensor input) =>
            ++_products == failingProduct ? throw new NotSupportedException("no products today") : _mask.Multiply(matrix, draw, input);

        public Tensor MultiplyTransposed(MaskMatrix matrix, MaskDraw draw, Tensor upstream) =>
            ++_transposed == failingTransposed ? throw new NotSupportedException("no gradients today") : _mask.MultiplyTransposed(matrix, draw, upstream);

        public double LogitGradient(MaskMatrix matrix, MaskDraw draw, Tensor input, Tensor upstream, double regulariser) =>
            _mask.LogitGradient(matrix, draw, input, upstream, regulariser);

        public void Dispose() => _mask.Dispose();
    }
}
