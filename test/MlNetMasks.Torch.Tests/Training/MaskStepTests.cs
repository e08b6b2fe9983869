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
        const int hidden = 6;
        using var weights = NetworkWeights.Initialize(new LstmNetwork(hidden), Problem.Shape, 3);
        Compare(weights, Options with { SampleCount = samples }, Lstm);

        static Tensor Lstm(Tensor input, IReadOnlyList<Tensor> parameters)
        {
            Tensor[] inputs = [input, input, input];
            for (var layer = 0; layer < 2; layer++)
            {
                var (weight, recurrent, bias) = (parameters[3 * layer], parameters[(3 * layer) + 1], parameters[(3 * layer) + 2].unsqueeze(1));
                var output = zeros(input.size(0), input.size(1), hidden, ScalarType.Float64);
                var cell = zeros_like(output);
                for (var time = 0; time < inputs.Length; time++)
                {
                    var gates = (inputs[time].matmul(weight.transpose(1, 2)) + output.matmul(recurrent.transpose(1, 2)) + bias).chunk(4, 2);
                    cell = (gates[1].sigmoid() * cell) + (gates[0].sigmoid() * gates[2].tanh());
                    output = gates[3].sigmoid() * cell.tanh();
                    inputs[time] = output;
                }
            }

            return inputs[^1].matmul(parameters[6].transpose(1, 2)) + parameters[7].unsqueeze(1);
        }
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
    {
        using var logits = new MaskLogits(weights, options, key: 11, threads: 1);
        using var reference = new StraightThroughReference(weights, options, forward);
        using var batch = Problem.CreateBatch(options.BatchSize);
        Encode(batch, 1);
        var norm = RunStep(logits, batch, options, 1);
        reference.Backward(batch.Input, batch.Targets, logits.Draw(1));

        var squares = 0.0;
        for (var layer = 0; layer < weights.MaskLayout.Layers.Count; layer++)
        {
            var expected = reference.Gradients(layer);
            var scale = Math.Sqrt(expected.Average(gradient => gradient * gradient));
            squares += expected.Sum(gradient => gradient * gradient);
            for (var i = 0; i < expected.Length; i++)
            {
                // Terms of both signs cancel in a gradient, so its error is relative to the usual size of a gradient of its layer.
                Assert.AreEqual(expected[i], logits.Gradients.Span(layer)[i], 1e-5 * Math.Max(scale, Math.Abs(expected[i])), $"layer {layer}, logit {i}");
            }
        }

        Assert.AreEqual(Math.Sqrt(squares), norm, 1e-5 * norm);
    }

    private static void Encode(Batch batch, int step)
        => Problem.Encode(Table, [.. Enumerable.Range(0, batch.RowCount).Select(i => ((step * 31) + (i * 7)) % Table.RowCount)], batch, withTargets: true);

    private static double RunStep(MaskLogits logits, Batch batch, MaskLearningOptions options, int step)
    {
        using var scope = NewDisposeScope();
        var output = logits.Forward(step, batch.Input.view(options.SampleCount, -1, Features));
        return logits.Learn(step, Problem.Loss(output, batch, slots: null));
    }

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
