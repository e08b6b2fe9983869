using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Training;

[TestClass]
[DoNotParallelize] // see StraightThroughReference
public sealed class JointGradientTests
{
    private const int Features = 8;
    private static readonly MaskLearningOptions Options = new() { BatchSize = 24, SampleCount = 8, Beta = 1e-2, InitialLogit = 0.3, LearningRate = 0.05 };
    private static readonly BoundProblem Problem = Tiny.Classification(Features);
    private static readonly ExampleTable Table = Tiny.Vectors(200, Features);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void WeightGradients_UnderTheMasks_AreThoseOfAutograd(bool inMemory)
    {
        var options = inMemory ? Options with { Parametrisation = new UserParametrisation(workers => new TensorLogisticMask(UniformSource.CounterStreams, workers)) } : Options;
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([70, 33]) { MaskBiases = true }, Problem.Shape, 3); // 70 x 33: several blocks of random numbers
        weights.Arena.Span(1)[3] = 0; // a masked weight of zero does not tell whether it is kept
        using var logits = new MaskLogits(weights, options, key: 11, threads: 1, learnsWeights: true);
        using var reference = new StraightThroughReference(weights, options, FeedForward);
        using var batch = Problem.CreateBatch(options.BatchSize);
        MaskStepComparison.Encode(Problem, Table, batch, 1);
        using (NewDisposeScope())
        {
            var output = logits.Forward(1, batch.Input.view(options.SampleCount, batch.RowCount / options.SampleCount, -1));
            logits.Backward(1, Problem.Loss(output, batch, slots: null));
        }

        reference.Backward(batch.Input, batch.Targets, logits.Draw(1));

        for (var layer = 0; layer < weights.MaskLayout.Layers.Count; layer++)
        {
            Compare(reference.WeightGradients(layer), logits.WeightGradients!.Span(layer), $"weights of layer {layer}");
            Compare(reference.Gradients(layer), logits.Gradients.Span(layer), $"logits of layer {layer}");
        }
    }

    private static void Compare(double[] expected, ReadOnlySpan<float> actual, string what)
    {
        var scale = Math.Sqrt(expected.Average(gradient => gradient * gradient));
        Assert.IsGreaterThan(0, scale);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], 1e-5 * Math.Max(scale, Math.Abs(expected[i])), $"{what}, {i}");
        }
    }

    private static Tensor FeedForward(Tensor input, IReadOnlyList<Tensor> parameters)
    {
        var x = input;
        for (var i = 0; i < parameters.Count; i += 2)
        {
            x = x.matmul(parameters[i].transpose(1, 2)) + parameters[i + 1].unsqueeze(1);
            x = i < parameters.Count - 2 ? x.relu() : x;
        }

        return x;
    }
}
