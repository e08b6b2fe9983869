using MlNetMasks.Masks;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Golden;

[TestClass]
public sealed class GoldenNetworkTests
{
    [TestMethod]
    public void MaskedLinear_BoundToSeveralSamples_MatchesThePublishedOutputAndGradient()
    {
        using var golden = GoldenFile.Open("linear_grouped");
        using var scope = NewDisposeScope();
        var leaf = golden.Tensor("weight").requires_grad_(true); // [samples, out, in]
        var (weight, bias) = Parameters(leaf, golden.Tensor("bias").unsqueeze(0));
        var x = golden.Tensor("x");
        var upstream = golden.Tensor("upstream");

        var y = new MaskedLinear(weight, bias).Forward(x.view(leaf.size(0), -1, x.size(1)));
        (y.reshape(upstream.shape) * upstream).sum().backward();

        Assert.AreEqual(0, Distance(golden.Tensor("y"), y.reshape(upstream.shape)), 1e-5);
        Assert.AreEqual(0, Distance(golden.Tensor("grad_weight"), leaf.grad!), 1e-5);
        CollectionAssert.AreEqual(leaf.stride(), leaf.grad!.stride(), "The gradient must lie as the weight does, or every step copies it.");
    }

    [TestMethod]
    public void MaskedLinear_BoundToOneSample_GivesEachGroupOfThePublishedOutput()
    {
        using var golden = GoldenFile.Open("linear_grouped");
        using var scope = NewDisposeScope();
        var weights = golden.Tensor("weight");
        var groups = golden.Tensor("x").chunk(weights.size(0));
        var expected = golden.Tensor("y").chunk(weights.size(0));

        for (var sample = 0; sample < groups.Length; sample++)
        {
            var (weight, bias) = Parameters(weights[sample].unsqueeze(0), golden.Tensor("bias").unsqueeze(0));
            var y = new MaskedLinear(weight, bias).Forward(groups[sample].unsqueeze(0));
            Assert.AreEqual(0, Distance(expected[sample], y.squeeze(0)), 1e-5);
        }
    }

    [TestMethod]
    public void FeedForwardNetwork_WithPublishedWeights_MatchesThePublishedOutput()
    {
        using var golden = GoldenFile.Open("feedforward");
        using var scope = NewDisposeScope();
        var tensors = golden.Root.GetProperty("params").EnumerateObject().ToList();
        using var file = new MemoryStream();
        SafetensorsFile.Write(file, tensors.Select(
            tensor => SafetensorsTensor.FromSingles(tensor.Name, [.. GoldenFile.Shape(tensor.Value).Select(size => (long)size)], GoldenFile.Values(tensor.Value))));
        file.Position = 0;
        var (x, y) = (golden.Tensor("x"), golden.Tensor("y"));
        int[] outputs = [.. tensors.Where(tensor => tensor.Name.EndsWith(".bias", StringComparison.Ordinal)).Select(tensor => GoldenFile.Shape(tensor.Value)[0])];
        using var weights = NetworkWeights.Read(
            new FeedForwardNetwork(outputs[..^1]), new NetworkShape((int)x.size(1), (int)y.size(1)), SafetensorsFile.Read(file));

        var result = weights.Bind().Module.Forward(x.unsqueeze(0));

        Assert.AreEqual(0, Distance(y, result.squeeze(0)), 1e-5);
    }

    private static (Parameter Weight, Parameter Bias) Parameters(Tensor weight, Tensor bias)
    {
        var parameters = (
            Weight: new Parameter("weight", [.. weight.shape[1..].Select(size => (int)size)], isMaskable: true, default),
            Bias: new Parameter("bias", [.. bias.shape[1..].Select(size => (int)size)], isMaskable: false, default));
        parameters.Weight.Bind(weight);
        parameters.Bias.Bind(bias);
        return parameters;
    }

    private static double Distance(Tensor expected, Tensor actual)
    {
        CollectionAssert.AreEqual(expected.shape, actual.shape);
        return (expected - actual).abs().max().item<float>();
    }
}
