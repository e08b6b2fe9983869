using MlNetMasks.Torch.Tests.Problems;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Training;

[TestClass]
[DoNotParallelize] // see StraightThroughReference
public sealed class MaskStepTests
{
    private const int Features = 8;
    private static readonly MaskLearningOptions Options = new() { BatchSize = 24, SampleCount = 4, Beta = 1e-2, InitialLogit = 0.3, LearningRate = 0.05 };
    private static readonly BoundProblem Problem = Tiny.Classification(Features);
    private static readonly ExampleTable Table = Tiny.Vectors(200, Features);

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(8)]
    public void MaskLogits_AfterOneStep_HaveTheStraightThroughGradientOfAutograd(int samples)
    {
        var options = Options with { SampleCount = samples };
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16, 12]), Problem.Shape, 3);
        Compare(weights, options, FeedForward);
    }

    [TestMethod]
    public void MaskLogits_OfMaskedBiases_HaveTheStraightThroughGradientOfAutograd()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16]) { MaskBiases = true }, Problem.Shape, 3);
        Compare(weights, Options, FeedForward);
    }

    [TestMethod]
    public void MaskLogits_OfAUsersNetwork_HaveTheStraightThroughGradientOfAutograd()
    {
        using var weights = NetworkWeights.Initialize(new TwoBranchNetwork(6), Problem.Shape, 3);
        Compare(weights, Options, TwoBranchNetwork.Reference);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    public void MaskLogits_OfAnLstm_HaveTheStraightThroughGradientOfAutograd(int samples)
    {
        using var weights = NetworkWeights.Initialize(new LstmNetwork(6), Problem.Shape, 3);
        Compare(weights, Options with { SampleCount = samples }, (input, parameters) => PlainLstm.Forward([input, input, input], parameters, [2]));
    }

    [TestMethod]
    [DataRow(PairMode.Together)]
    [DataRow(PairMode.OnlyOne)]
    [DataRow(PairMode.SameOutput)]
    [DataRow(PairMode.OnlyOneIo)]
    public void MaskLogits_OfAnLstmOverFrames_HaveTheStraightThroughGradientOfAutograd(PairMode mode)
    {
        var problem = PairRows.Bound(mode);
        var shape = problem.Shape;
        using var weights = NetworkWeights.Initialize(new LstmNetwork(6) { StepCount = 2 }, shape, 3);
        MaskStepComparison.AssertSameGradients(problem, PairRows.Many(), weights, Options, (input, parameters) =>
        {
            var frames = shape.RepeatsInput ? [input, input] : input.chunk(2, 2);
            var output = PlainLstm.Forward([frames[0], frames[0], frames[1], frames[1]], parameters, shape.ReadsEveryFrame ? [1, 3] : [3]);
            return mode == PairMode.OnlyOneIo ? cat([output.narrow(2, 0, 10), output.narrow(2, 30, 10)], 2) : output;
        });
    }

    [TestMethod]
    public void MaskLogits_OfAFeedForwardNetworkOverFrames_HaveTheStraightThroughGradientOfAutograd()
    {
        var problem = PairRows.Bound(PairMode.OnlyOneIo);
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16, 12]), problem.Shape, 3);
        MaskStepComparison.AssertSameGradients(problem, PairRows.Many(), weights, Options, (input, parameters) =>
        {
            var passes = input.chunk(2, 2).Select(frame => FeedForward(frame, parameters)).ToList();
            return cat([passes[0].narrow(2, 0, 10), passes[1].narrow(2, 10, 10)], 2);
        });
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void MaskLogits_InBFloat16_HaveTheSameMasksAndNearlyTheSameGradient(bool ofAUsersNetwork)
    {
        NetworkSpec network = ofAUsersNetwork ? new TwoBranchNetwork(12) : new FeedForwardNetwork([16, 12]) { MaskBiases = true };
        using var weights = NetworkWeights.Initialize(network, Problem.Shape, 3);
        using var exact = new MaskLogits(weights, Options, key: 11, threads: 1);
        using var rounded = new MaskLogits(weights, Options with { Precision = Precision.BFloat16 }, key: 11, threads: 1);
        using var batch = Problem.CreateBatch(Options.BatchSize);
        Encode(batch, 1);

        var norm = RunStep(exact, batch, Options, 1);
        RunStep(rounded, batch, Options, 1);

        var squares = 0.0;
        for (var layer = 0; layer < weights.MaskLayout.Layers.Count; layer++)
        {
            var a = exact.Gradients.Span(layer);
            var b = rounded.Gradients.Span(layer);
            for (var i = 0; i < a.Length; i++)
            {
                squares += Math.Pow(a[i] - b[i], 2);
            }
        }

        Assert.IsInRange(1e-6 * norm, 0.05 * norm, Math.Sqrt(squares)); // eight bits of mantissa, other masks would give the norm itself
    }

    [TestMethod]
    public void MaskLogits_AfterManySteps_AgreeWithAutogradAndTorchAdam()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16, 12]), Problem.Shape, 3);
        using var logits = new MaskLogits(weights, Options, key: 11, threads: 1);
        using var reference = new StraightThroughReference(weights, Options, FeedForward);
        using var batch = Problem.CreateBatch(Options.BatchSize);
        for (var step = 1; step <= 30; step++)
        {
            Encode(batch, step);
            RunStep(logits, batch, Options, step);
            reference.Backward(batch.Input, batch.Targets, logits.Draw(step));
            reference.Step();
        }

        for (var layer = 0; layer < weights.MaskLayout.Layers.Count; layer++)
        {
            var expected = reference.Logits(layer);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual(expected[i], logits.Logits.Span(layer)[i], 1e-4, $"layer {layer}, logit {i}");
            }
        }
    }

    [TestMethod]
    public void Learn_OfWholeStage_GivesTheCurveAndMaskOfTheReference()
    {
        var options = Options with { StepCount = 40, Beta = 1e-3 };
        var context = Tiny.Context("function", key: 5);
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16, 12]), Problem.Shape, 3);

        var learned = MaskLearner.Learn(weights, Problem, Table, options, context);

        using var reference = new StraightThroughReference(weights, options, FeedForward);
        using var draws = new MaskLogits(weights, options, context.Key, threads: 1);
        using var batch = Problem.CreateBatch(options.BatchSize);
        var epochs = new ShuffledEpochs(Table.RowCount, new RandomStream(RandomStream.DeriveKey(context.Key, "batches")));
        var rows = new int[options.BatchSize];
        for (var step = 1; step <= options.StepCount; step++)
        {
            epochs.Next(rows);
            Problem.Encode(Table, rows, batch, withTargets: true);
            Assert.AreEqual(reference.Backward(batch.Input, batch.Targets, draws.Draw(step)), learned.Curve[step - 1].Loss, 1e-4, $"loss in step {step}");
            reference.Step();
        }

        Assert.IsTrue(learned.Mask.Density is > 0.1 and < 0.9, $"density {learned.Mask.Density}: a mask of one value would prove nothing");
        for (var layer = 0; layer < weights.MaskLayout.Layers.Count; layer++)
        {
            var expected = reference.Logits(layer);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.IsTrue(Math.Abs(expected[i]) < 1e-4 || learned.Mask.IsKept(layer, i) == expected[i] > 0, $"layer {layer}, logit {i} is {expected[i]}");
            }
        }
    }

    [TestMethod]
    public void Sample_OnAnyThreadCount_DrawsTheSameMasks()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([64, 64]), Problem.Shape, 3);
        using var one = new MaskLogits(weights, Options, key: 11, threads: 1);
        using var three = new MaskLogits(weights, Options, key: 11, threads: 3);
        using var scope = NewDisposeScope();
        var input = ones(Options.SampleCount, 2, Features);

        var first = three.Sample(1).Forward(input);
        Assert.IsTrue(one.Sample(1).Forward(input).eq(first).all().item<bool>());
        Assert.IsFalse(one.Sample(2).Forward(input).eq(first).all().item<bool>());
    }

    private static void Compare(NetworkWeights weights, MaskLearningOptions options, StraightThroughReference.ForwardPass forward)
        => MaskStepComparison.AssertSameGradients(Problem, Table, weights, options, forward);

    private static void Encode(Batch batch, int step) => MaskStepComparison.Encode(Problem, Table, batch, step);

    private static double RunStep(MaskLogits logits, Batch batch, MaskLearningOptions options, int step)
        => MaskStepComparison.RunStep(Problem, logits, batch, options, step);

    private static Tensor FeedForward(Tensor input, IReadOnlyList<Tensor> parameters)
    {
        var x = input;
        for (var i = 0; i < parameters.Count; i += 2)
        {
            x = x.matmul(parameters[i].transpose(1, 2)) + parameters[i + 1].unsqueeze(1);
            x = i + 2 < parameters.Count ? x.relu() : x;
        }

        return x;
    }
}
