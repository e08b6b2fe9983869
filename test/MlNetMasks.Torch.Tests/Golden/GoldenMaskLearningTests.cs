using MlNetMasks.Torch.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Golden;

[TestClass]
[DoNotParallelize] // see StraightThroughReference
public sealed class GoldenMaskLearningTests
{
    [TestMethod]
    public void StraightThroughReference_OnPublishedNoise_MatchesThePublishedMasksAndGradient()
    {
        // The reference that the engine's steps are compared with must itself be the published method.
        using var golden = GoldenFile.Open("gumbel_sigmoid");
        using var scope = NewDisposeScope();
        var logits = golden.Tensor("logits").to(ScalarType.Float64).requires_grad_(true);
        var noise = golden.Tensor("uniforms").to(ScalarType.Float64);        // [2, samples, ...]
        var uniforms = 1 / (1 + (noise[1].log() / noise[0].log()));          // one uniform number in place of two

        var mask = StraightThroughReference.Mask(logits, uniforms);
        (mask * golden.Tensor("upstream")).sum().backward();

        Assert.AreEqual(0, (mask - golden.Tensor("hard")).abs().max().item<double>(), 1e-9);
        Assert.AreEqual(0, (logits.grad! - golden.Tensor("grad")).abs().max().item<double>(), 1e-6);
    }

    [TestMethod]
    public void Regulariser_OfPublishedLogits_IsTheConstantGradientOfThePublishedValue()
    {
        const int BatchSize = 8;
        using var golden = GoldenFile.Open("mask_regulariser");
        var layers = golden.Root.GetProperty("logits").EnumerateObject().Select(layer => layer.Value).ToList();
        var beta = golden.Root.GetProperty("mask_loss_weight").GetDouble();
        int[] outputs = [.. layers.Select(layer => GoldenFile.Shape(layer)[0])];
        var inputs = GoldenFile.Shape(layers[0])[1];
        var problem = new ClassificationProblem().Bind(new Dictionary<string, ColumnSize>
        {
            ["Features"] = new(inputs, []),
            ["Label"] = new(1, [.. Enumerable.Range(0, outputs[^1]).Select(label => $"{label}")]),
        });
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork(outputs[..^1]), problem.Shape, 1);
        for (var slot = 0; slot < weights.Arena.Layout.Slots.Count; slot++)
        {
            weights.Arena.Span(slot).Clear(); // weights of zero leave the regulariser alone on the logits
        }

        using var logits = new MaskLogits(weights, new MaskLearningOptions { Beta = beta, BatchSize = BatchSize }, key: 1, threads: 1);
        for (var slot = 0; slot < layers.Count; slot++)
        {
            GoldenFile.Values(layers[slot]).CopyTo(logits.Logits.Span(slot));
        }

        float[][] before = [.. layers.Select(GoldenFile.Values)];
        using var scope = NewDisposeScope();
        var norm = logits.Learn(1, logits.Sample(1).Forward(ones(4, BatchSize / 4, inputs)).sum());

        var (value, count) = (0.0, 0);
        for (var slot = 0; slot < layers.Count; slot++)
        {
            var gradients = logits.Gradients.Span(slot);
            for (var i = 0; i < gradients.Length; i++)
            {
                Assert.AreEqual(beta / BatchSize, gradients[i], 1e-6 * beta);
                value += gradients[i] * (double)before[slot][i];
            }

            count += gradients.Length;
        }

        Assert.AreEqual(golden.Root.GetProperty("plain").GetDouble() / BatchSize, value, 1e-9);
        Assert.AreEqual(beta / BatchSize * Math.Sqrt(count), norm, 1e-9);
    }
}
