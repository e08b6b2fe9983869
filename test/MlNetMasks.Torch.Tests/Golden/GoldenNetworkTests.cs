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

    [TestMethod]
    public void MaskedLstmLayer_WithPublishedWeights_MatchesThePublishedOutputOfEveryStep()
    {
        using var golden = GoldenFile.Open("lstm");
        using var scope = NewDisposeScope();
        var layers = Enumerable.Range(0, 2).Select(layer =>
        {
            var name = $"lstm.cells.{layer}";
            return new MaskedLstmLayer(Bound(golden, $"{name}.weight_ih"), Bound(golden, $"{name}.weight_hh"), Bound(golden, $"{name}.bias"));
        }).ToList();
        var projection = new MaskedLinear(Bound(golden, "output_projection.weight"), Bound(golden, "output_projection.bias"));
        var (x, y) = (golden.Tensor("x"), golden.Tensor("y")); // [steps, batch, ...]

        IReadOnlyList<Tensor> states = [.. x.unbind().Select(step => step.unsqueeze(0))];
        foreach (var layer in layers)
        {
            states = layer.Forward(states);
        }

        var result = stack([.. states.Select(state => projection.Forward(state).squeeze(0))]);
        Assert.AreEqual(0, Distance(y, result), 1e-5);
    }

    private static Parameter Bound(GoldenFile golden, string name)
    {
        var tensor = golden.Root.GetProperty("params").GetProperty(name);
        var shape = GoldenFile.Shape(tensor);
        var parameter = new Parameter(name, shape, isMaskable: true, Initializer.Constant(0));
        parameter.Bind(torch.tensor(GoldenFile.Values(tensor)).view([1, .. shape.Select(size => (long)size)]));
        return parameter;
    }

    private static (Parameter Weight, Parameter Bias) Parameters(Tensor weight, Tensor bias)
    {
        var parameters = (
            Weight: new Parameter("weight", [.. weight.shape[1..].Select(size => (int)size)], isMaskable: true, Initializer.Constant(0)),
            Bias: new Parameter("bias", [.. bias.shape[1..].Select(size => (int)size)], isMaskable: false, Initializer.Constant(0)));
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
