using MlNetMasks.Masks;
using MlNetMasks.Torch.Tests.Checkpoints;
using MlNetMasks.Torch.Tests.Images;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Training;

/// <summary>Layers whose mask is given while that of the others is learned.</summary>
[TestClass]
public sealed class FixedLayersTests
{
    private static readonly MaskLearningOptions Options = new() { StepCount = 20, BatchSize = 20, LearningRate = 0.1, Beta = 1e-2, InitialLogit = 0.5 };
    private static readonly BoundProblem Problem = Tiny.BoundTwoDigits();

    public static IEnumerable<object[]> Networks =>
    [
        [new FeedForwardNetwork([16, 16]), new[] { "layers.2.weight" }],
        [new FeedForwardNetwork([16, 16]) { MaskBiases = true }, new[] { "layers.2.weight", "layers.2.bias" }],
        [new FeedForwardNetwork([16, 16]) { MaskBiases = true }, new[] { "layers.1.weight", "layers.2.bias" }], // a fixed weight beside a learned bias and the other way round
        [new LstmNetwork(8), new[] { "output_projection.weight" }],
        [TinyImages.Network, new[] { "output.weight", "output.bias" }],
        [TinyImages.Network, new[] { "convolutions.1.weight" }],
        [TinyImages.Residual, new[] { "output.weight", "output.bias" }],
        [TinyImages.Residual, new[] { "stem.0.weight", "stem.1.weight" }],
    ];

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Learn_WithFixedLayers_KeepsTheirBitsAndLearnsTheOthers(object network, string[] layers)
    {
        var (problem, table) = Work(network);
        using var weights = NetworkWeights.Initialize((NetworkSpec)network, problem.Shape, 3);
        var before = Tiny.Snapshot(weights);
        var given = Sparse(weights.MaskLayout);

        var learned = MaskLearner.Learn(weights, problem, table, Options, Tiny.Context("mask"), new FixedLayers(given, layers));

        foreach (var (index, layer) in weights.MaskLayout.Layers.Index())
        {
            var isEqual = learned.Mask.Words(index).SequenceEqual(given.Words(index));
            Assert.IsTrue(isEqual == layers.Contains(layer.Name) || layer.Count < 16, layer.Name);
        }

        CollectionAssert.AreEqual(weights.MaskLayout.Layers.Select(layer => layer.Name).Except(layers).ToArray(), learned.Health!.Layers.Select(layer => layer.Layer).ToArray());
        Assert.AreEqual(weights.MaskLayout.Layers.Where(layer => !layers.Contains(layer.Name)).Sum(layer => layer.Count), learned.Histogram.Counts.Sum());
        CollectionAssert.AreEqual(before, Tiny.Snapshot(weights));
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Forward_WithFixedLayers_SeesExactlyTheWeightsTheyKeep(object network, string[] layers)
    {
        var (problem, table) = Work(network);
        using var weights = NetworkWeights.Initialize((NetworkSpec)network, problem.Shape, 3);
        var given = Sparse(weights.MaskLayout);
        using var logits = new MaskLogits(weights, Options with { InitialLogit = 40 }, key: 5, threads: 1, fixedLayers: new FixedLayers(given, layers));
        using var masked = weights.Masked(WeightMask.FromLogits("m", weights.MaskLayout, layer =>
            Enumerable.Range(0, weights.MaskLayout.Layers[layer].Count).Select(i => given.IsKept(layer, i) || !layers.Contains(weights.MaskLayout.Layers[layer].Name) ? 1f : -1f).ToArray()));
        using var batch = problem.CreateBatch(8);
        problem.Encode(table, [0, 1, 2, 3, 4, 5, 6, 7], batch, withTargets: true);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();

        var output = logits.Forward(1, batch.Input.view(4, 2, -1)).reshape(8, -1);
        var expected = masked.Bind().Module.Forward(batch.Input.unsqueeze(0), ForwardPass.Evaluation).reshape(8, -1);

        Assert.IsLessThan(1e-4f, output.sub(expected).abs().max().item<float>());
    }

    [TestMethod]
    public void Learn_WithALayerThatIsFixed_DrawsTheSameSamplesOfTheOthers()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16, 16]), Problem.Shape, 3);
        var full = WeightMask.Full("full", weights.MaskLayout);
        using var all = new MaskLogits(weights, Options with { InitialLogit = 0 }, key: 5, threads: 1);
        using var some = new MaskLogits(weights, Options with { InitialLogit = 0 }, key: 5, threads: 1, fixedLayers: new FixedLayers(full, ["layers.2.weight"]));
        all.Logits.Span(2).Fill(40); // as good as fixed
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var input = ones(4, 5, Problem.Shape.InputSize);

        Assert.IsLessThan(1e-5f, all.Forward(1, input).sub(some.Forward(1, input)).abs().max().item<float>());
    }

    [TestMethod]
    public void Learn_InLowPrecision_KeepsTheBitsToo()
    {
        using var weights = NetworkWeights.Initialize(TinyImages.Residual, TinyImages.Problem.Shape, 3);
        var given = Sparse(weights.MaskLayout);
        var learned = MaskLearner.Learn(
            weights, TinyImages.Problem, TinyImages.Rows, Options with { Precision = Precision.BFloat16 }, Tiny.Context("mask"), new FixedLayers(given, ["output.weight", "output.bias"]));

        Assert.IsTrue(learned.Curve.All(point => double.IsFinite(point.Loss)));
        Assert.IsTrue(learned.Mask.Words(weights.MaskLayout.IndexOf("output.weight")).SequenceEqual(given.Words(weights.MaskLayout.IndexOf("output.weight"))));
    }

    [TestMethod]
    public void Learn_CancelledAndContinued_EndsLikeOneThatWasNot()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16, 16]), Problem.Shape, 3);
        var fixedLayers = new FixedLayers(Sparse(weights.MaskLayout), ["layers.2.weight"]);
        var straight = Learn(null, int.MaxValue, fixedLayers);
        var checkpoint = new MemoryCheckpoint();
        Assert.ThrowsExactly<OperationCanceledException>(() => Learn(checkpoint, 7, fixedLayers));
        var interrupted = checkpoint.Last;

        Assert.IsTrue(straight.Mask.BitsEqual(Learn(checkpoint, int.MaxValue, fixedLayers).Mask));

        checkpoint.Last = interrupted;
        var other = new FixedLayers(WeightMask.Full("full", weights.MaskLayout), ["layers.2.weight"]);
        Assert.Contains("fixed layers.2.weight", Assert.ThrowsExactly<InvalidDataException>(() => Learn(checkpoint, int.MaxValue, other)).Message);
        Assert.ThrowsExactly<InvalidDataException>(() => Learn(checkpoint, int.MaxValue, null));

        LearnedMask Learn(MemoryCheckpoint? memory, int stopAfter, FixedLayers? layers)
        {
            using var source = new CancellationTokenSource();
            var context = Tiny.Context("mask") with
            {
                Checkpoint = memory,
                Cancellation = source.Token,
                Progress = new ImmediateProgress(progress => Cancel(progress.Step == stopAfter)),
            };
            return MaskLearner.Learn(weights, Problem, Tiny.TwoDigitRows(), Options, context, layers);

            void Cancel(bool now)
            {
                if (now)
                {
                    source.Cancel();
                }
            }
        }
    }

    [TestMethod]
    public void Learn_WithFixedLayers_LeavesNoTensorBehind()
    {
        var before = LiveTensors.OfThisThread;
        using (var weights = NetworkWeights.Initialize(TinyImages.Network, TinyImages.Problem.Shape, 3))
        {
            MaskLearner.Learn(
                weights, TinyImages.Problem, TinyImages.Rows, Options with { StepCount = 2 }, Tiny.Context("mask"), new FixedLayers(Sparse(weights.MaskLayout), ["output.weight", "output.bias"]));
        }

        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    public void FixedLayers_ThatCannotBe_AreRefused()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), Problem.Shape, 1);
        var mask = WeightMask.Full("full", weights.MaskLayout);

        Assert.Contains("has no layer 'out' to fix; its layers are layers.0.weight, layers.1.weight", Message(() => _ = new FixedLayers(mask, ["out"])));
        Assert.Contains("at least one, each once", Message(() => _ = new FixedLayers(mask, [])));
        Assert.Contains("[layers.1.weight, layers.1.weight]", Message(() => _ = new FixedLayers(mask, ["layers.1.weight", "layers.1.weight"])));
        Assert.Contains("leave at least one to be learned", Message(() => _ = new FixedLayers(mask, ["layers.0.weight", "layers.1.weight"])));
        using var other = NetworkWeights.Initialize(new FeedForwardNetwork([5]), Problem.Shape, 1);
        Assert.Contains("a network with other maskable tensors", Message(() =>
            MaskLearner.Learn(other, Problem, Tiny.TwoDigitRows(), Options, Tiny.Context("mask"), new FixedLayers(mask, ["layers.1.weight"]))));

        static string Message(Action action) => Assert.ThrowsExactly<ArgumentException>(action).Message;
    }

    private static (BoundProblem Problem, ExampleTable Table) Work(object network) =>
        network is ConvolutionalNetwork or ResidualNetwork ? (TinyImages.Problem, TinyImages.Rows) : (Problem, Tiny.TwoDigitRows());

    /// <summary>A mask that keeps every third weight.</summary>
    private static WeightMask Sparse(MaskLayout layout) =>
        WeightMask.FromLogits("control", layout, layer => Enumerable.Range(0, layout.Layers[layer].Count).Select(i => i % 3 == 0 ? 1f : -1f).ToArray());
}
