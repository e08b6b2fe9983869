using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Golden;

[TestClass]
public sealed class GoldenImageTests
{
    [TestMethod]
    [DataRow("conv2d_grouped_s1", 1)]
    [DataRow("conv2d_grouped_s2", 2)]
    public void MaskedConvolution_BoundToSeveralSamples_MatchesThePublishedOutputAndGradient(string name, int stride)
    {
        using var golden = GoldenFile.Open(name);
        using var scope = NewDisposeScope();
        var leaf = golden.Tensor("weight").requires_grad_(true); // [samples, out, in, size, size]
        var (samples, upstream) = (leaf.size(0), golden.Tensor("upstream"));

        var y = Apart(Layer(leaf, golden.Tensor("bias"), stride).Forward(SideBySide(golden.Tensor("x"), samples)), samples);
        (y * upstream).sum().backward();

        Assert.AreEqual(0, Distance(golden.Tensor("y"), y), 1e-5);
        Assert.AreEqual(0, Distance(golden.Tensor("grad_weight"), leaf.grad!), 1e-4);
    }

    [TestMethod]
    public void MaskedConvolution_BoundToOneSample_GivesEachGroupOfThePublishedOutput()
    {
        using var golden = GoldenFile.Open("conv2d_grouped_s1");
        using var scope = NewDisposeScope();
        var weights = golden.Tensor("weight");
        var (inputs, expected, biases) = (golden.Tensor("x").chunk(weights.size(0)), golden.Tensor("y").chunk(weights.size(0)), golden.Tensor("bias"));

        for (var sample = 0; sample < inputs.Length; sample++)
        {
            var y = Layer(weights[sample].unsqueeze(0), biases[sample].unsqueeze(0), stride: 1).Forward(inputs[sample]);
            Assert.AreEqual(0, Distance(expected[sample], y), 1e-5);
        }
    }

    [TestMethod]
    public void MaskedBatchNorm_InEvaluation_UsesTheRunningStatistics()
    {
        using var golden = GoldenFile.Open("batchnorm2d");
        using var scope = NewDisposeScope();

        var y = Norm(golden, out var mean, out _).Forward(golden.Tensor("x"), ForwardPass.Evaluation);

        Assert.AreEqual(0, Distance(golden.Tensor("y_eval"), y), 1e-5);
        Assert.AreEqual(0, Distance(golden.Tensor("running_mean"), mean.Value.squeeze(0)));
    }

    [TestMethod]
    public void MaskedBatchNorm_InPretraining_UsesTheBatchAndMovesTheStatisticsWhenTheStepCounts()
    {
        using var golden = GoldenFile.Open("batchnorm2d");
        using var scope = NewDisposeScope();
        var pass = new ForwardPass(null, key: 1, dropsUnits: true) { UsesBatchStatistics = true };

        var y = Norm(golden, out var mean, out var variance).Forward(golden.Tensor("x"), pass);

        Assert.AreEqual(0, Distance(golden.Tensor("y_train"), y), 1e-5);
        Assert.AreEqual(0, Distance(golden.Tensor("running_mean"), mean.Value.squeeze(0)));
        pass.MoveStatistics();
        Assert.AreEqual(0, Distance(golden.Tensor("running_mean_after"), mean.Value.squeeze(0)), 1e-6);
        Assert.AreEqual(0, Distance(golden.Tensor("running_var_after"), variance.Value.squeeze(0)), 1e-6);
    }

    [TestMethod]
    public void MaskedBatchNorm_BoundToSeveralSamples_MatchesThePublishedOutput()
    {
        using var golden = GoldenFile.Open("batchnorm2d_grouped");
        using var scope = NewDisposeScope();
        var samples = golden.Tensor("weight").size(0);
        var layer = Norm(golden, out _, out _);

        var y = Apart(layer.Forward(SideBySide(golden.Tensor("x"), samples), ForwardPass.Evaluation), samples);

        Assert.AreEqual(0, Distance(golden.Tensor("y"), y), 1e-5);
        var pass = new ForwardPass(null, key: 1, dropsUnits: true) { UsesBatchStatistics = true };
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => layer.Forward(SideBySide(golden.Tensor("x"), samples), pass)).Message, "3 groups");
    }

    [TestMethod]
    public void ResidualBlock_WithPublishedWeights_MatchesThePublishedOutput()
    {
        using var golden = GoldenFile.Open("resnet_block");
        using var scope = NewDisposeScope();
        var x = golden.Tensor("x");
        var builder = new NetworkBuilder(new NetworkShape(1, 1));
        var block = new ResidualBlock(builder, "block", new ImageShape((int)x.size(1), (int)x.size(2), (int)x.size(3)), (int)x.size(1), stride: 1, maskOffsets: true);
        var given = golden.Root.GetProperty("params");
        foreach (var parameter in builder.Parameters)
        {
            var published = given.TryGetProperty(parameter.Name["block.".Length..], out var array) ? array : (JsonElement?)null;
            parameter.Bind(Group(published is { } values ? GoldenFile.Values(values) : Start(parameter), parameter));
        }

        Assert.AreEqual(0, Distance(golden.Tensor("y"), block.Forward(x, ForwardPass.Evaluation)), 1e-5);
    }

    private static float[] Start(Parameter parameter)
    {
        Assert.IsTrue(parameter.IsStatistic, $"{parameter.Name} is published nowhere.");
        var values = new float[parameter.Count];
        parameter.Initializer.Fill(values, parameter.Shape, new RandomStream(0));
        return values;
    }

    private static Tensor Group(float[] values, Parameter parameter) => tensor(values).view([1, .. parameter.Shape.Select(size => (long)size)]);

    private static MaskedConvolution Layer(Tensor weight, Tensor bias, int stride) =>
        new(Bound("weight", weight), Bound("bias", bias), new ConvolutionOptions { Stride = stride, MasksBias = true });

    private static MaskedBatchNorm Norm(GoldenFile golden, out Parameter mean, out Parameter variance)
    {
        mean = Bound("mean", golden.Tensor("running_mean").unsqueeze(0));
        variance = Bound("variance", golden.Tensor("running_var").unsqueeze(0));
        var (gain, offset) = (golden.Tensor("weight"), golden.Tensor("bias"));
        return gain.dim() == 1
            ? new MaskedBatchNorm(Bound("gain", gain.unsqueeze(0)), Bound("offset", offset.unsqueeze(0)), mean, variance)
            : new MaskedBatchNorm(Bound("gain", gain), Bound("offset", offset), mean, variance);
    }

    private static Parameter Bound(string name, Tensor value)
    {
        var parameter = new Parameter(name, [.. value.shape[1..].Select(size => (int)size)], isMaskable: true, Initializer.Constant(0));
        parameter.Bind(value);
        return parameter;
    }

    /// <summary>[groups x rows, channels, h, w] to [rows, groups x channels, h, w].</summary>
    private static Tensor SideBySide(Tensor images, long groups) => images.view([groups, -1, .. images.shape[1..]]).transpose(0, 1).flatten(1, 2);

    private static Tensor Apart(Tensor images, long groups) => images.view([images.size(0), groups, -1, .. images.shape[2..]]).transpose(0, 1).flatten(0, 1);

    private static double Distance(Tensor expected, Tensor actual)
    {
        CollectionAssert.AreEqual(expected.shape, actual.shape);
        return (expected - actual).abs().max().item<float>();
    }
}
