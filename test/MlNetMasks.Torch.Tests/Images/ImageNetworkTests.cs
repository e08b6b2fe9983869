using MlNetMasks.Masks;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Images;

[TestClass]
public sealed class ImageNetworkTests
{
    private static readonly NetworkShape Cifar = new(3072, 10) { Image = new ImageShape(3, 32, 32) };

    public static IEnumerable<object[]> Networks => [[TinyImages.Network], [TinyImages.Residual], [TinyImages.WideNetwork], [TinyImages.WideResidual]];

    [TestMethod]
    public void MaskLayout_OfThePapersNetworks_HasThePapersCounts()
    {
        Assert.AreEqual(390_496 + 490, Count(new ConvolutionalNetwork([32, 64, 128, 256]), Cifar));
        Assert.AreEqual(390_496, Count(new ConvolutionalNetwork([32, 64, 128, 256]) { MaskBiases = false }, Cifar));
        Assert.AreEqual(1_730_714, Count(new ResidualNetwork(), Cifar));
        Assert.AreEqual(1_319_040 + 1_674, Count(new FeedForwardNetwork([800, 800, 64]) { MaskBiases = true }, new NetworkShape(784, 10) { Image = new ImageShape(1, 28, 28) }));

        static long Count(NetworkSpec spec, NetworkShape shape) => MaskableNetwork.Build(spec, shape).MaskLayout.Count;
    }

    [TestMethod]
    public void RunningStatistics_BelongToTheWeightsButNotToMasks()
    {
        var network = MaskableNetwork.Build(TinyImages.Residual, TinyImages.Problem.Shape);
        var statistics = network.Parameters.Where(parameter => parameter.IsStatistic).Select(parameter => parameter.Name).ToArray();

        Assert.HasCount(2 * (1 + 6 + 2), statistics);
        CollectionAssert.Contains(statistics, "blocks.1.shortcut.1.running_var");
        Assert.IsFalse(network.MaskLayout.Layers.Any(layer => statistics.Contains(layer.Name)));
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Forward_OfSeveralSamples_IsThatOfEachSampleAlone(object network)
    {
        var spec = (NetworkSpec)network;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        const int samples = 3;
        using var weights = NetworkWeights.Initialize(spec, TinyImages.Problem.Shape, 4);
        var input = Images(12).view(samples, 4, -1);
        var together = MaskableNetwork.Build(spec, TinyImages.Problem.Shape);
        var scales = Enumerable.Range(1, samples).Select(sample => 0.5f + (0.25f * sample)).ToArray();
        foreach (var parameter in together.Parameters)
        {
            var value = Value(weights, parameter);
            parameter.Bind(parameter.IsMaskable ? cat([.. scales.Select(scale => value * scale)]) : value);
        }

        var outputs = together.Module.Forward(input, ForwardPass.Evaluation);

        for (var sample = 0; sample < samples; sample++)
        {
            var alone = MaskableNetwork.Build(spec, TinyImages.Problem.Shape);
            foreach (var parameter in alone.Parameters)
            {
                var value = Value(weights, parameter);
                parameter.Bind(parameter.IsMaskable ? value * scales[sample] : value);
            }

            var expected = alone.Module.Forward(input.narrow(0, sample, 1), ForwardPass.Evaluation);
            Assert.AreEqual(0, (expected - outputs.narrow(0, sample, 1)).abs().max().item<float>(), 1e-4);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Gradient_OfMaskedWeights_IsThatOfFiniteDifferences(object network)
    {
        const int samples = 2;
        using var scope = NewDisposeScope();
        var built = MaskableNetwork.Build((NetworkSpec)network, TinyImages.Problem.Shape);
        using var weights = NetworkWeights.Initialize(built.Spec, built.Shape, 4);
        var leaves = new List<Tensor>();
        foreach (var parameter in built.Parameters)
        {
            var value = Value(weights, parameter).to(ScalarType.Float64);
            var leaf = parameter.IsMaskable ? cat([value, value * 0.8]).detach().requires_grad_(true) : value.clone();
            parameter.Bind(leaf);
            leaves.Add(leaf);
        }

        var input = Images(8).view(samples, 4, -1).to(ScalarType.Float64);
        var factors = linspace(-1, 1, 16, ScalarType.Float64).view(samples, 4, 2);
        Tensor Loss() => (built.Module.Forward(input, ForwardPass.Evaluation) * factors).sum();
        Loss().backward();

        foreach (var leaf in leaves.Where(leaf => leaf.requires_grad))
        {
            using var noGradient = no_grad();
            for (var sample = 0; sample < samples; sample++)
            {
                // a direction of its own for each mask sample, so that none can be missing
                var direction = zeros_like(leaf);
                var part = direction.narrow(0, sample, 1);
                part.copy_(arange(1, part.numel() + 1, ScalarType.Float64).mul(1.7).cos().view_as(part));
                const double step = 1e-7;
                leaf.add_(direction * step);
                var above = Loss().item<double>();
                leaf.sub_(direction * (2 * step));
                var below = Loss().item<double>();
                leaf.add_(direction * step);
                var slope = (leaf.grad! * direction).sum().item<double>();
                Assert.AreEqual((above - below) / (2 * step), slope, 1e-5 * (1 + Math.Abs(slope)));
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Weights_WrittenAndRead_AreTheSame(object network)
    {
        using var weights = NetworkWeights.Initialize((NetworkSpec)network, TinyImages.Problem.Shape, 4);
        using var stream = new MemoryStream();
        weights.Write(stream);
        stream.Position = 0;

        using var read = NetworkWeights.Read((NetworkSpec)network, TinyImages.Problem.Shape, SafetensorsFile.Read(stream));

        CollectionAssert.AreEqual(Tiny.Snapshot(weights), Tiny.Snapshot(read));
    }

    [TestMethod]
    public void Build_OfWhatCannotBe_SaysWhy()
    {
        var flat = Tiny.Classification(features: 4).Shape;
        AssertRefused("needs images", TinyImages.Network, flat);
        AssertRefused("needs images", TinyImages.Residual, flat);
        AssertRefused("leave nothing of an image of 8 x 8", new ConvolutionalNetwork([1, 1, 1, 1, 1]), TinyImages.Problem.Shape);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ResidualNetwork(9));
        Assert.ThrowsExactly<ArgumentException>(() => new ConvolutionalNetwork([4, 4]) { Dropout = [0.5] });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ConvolutionalNetwork([]));

        static void AssertRefused(string message, NetworkSpec spec, NetworkShape shape) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => MaskableNetwork.Build(spec, shape)).Message, message);
    }

    private static Tensor Value(NetworkWeights weights, Parameter parameter) => weights.Arena.Tensor(weights.Arena.Layout.IndexOf(parameter.Name));

    /// <summary>The first pictures, [rows, values].</summary>
    private static Tensor Images(int rows)
    {
        using var batch = TinyImages.Problem.CreateBatch(rows);
        TinyImages.Problem.Encode(TinyImages.Rows, [.. Enumerable.Range(0, rows)], batch, withTargets: false);
        return batch.Input.clone();
    }
}
