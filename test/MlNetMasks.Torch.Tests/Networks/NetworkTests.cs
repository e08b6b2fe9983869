using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Networks;

[TestClass]
public sealed class NetworkTests
{
    private static readonly NetworkShape AddMul = new(42, 20);

    [TestMethod]
    [DataRow(new[] { 2000, 2000, 2000, 2000 }, 12_124_000)]
    [DataRow(new[] { 400, 400, 200 }, 260_800)]
    [DataRow(new[] { 800, 800, 800, 800 }, 1_969_600)]
    [DataRow(new[] { 4000, 4000, 4000, 4000 }, 48_248_000)]
    public void FeedForwardNetwork_OfThePaper_HasThePublishedNumberOfMaskableWeights(int[] hidden, int expected)
    {
        // Building allocates no weights.
        var network = MaskableNetwork.Build(new FeedForwardNetwork(hidden), AddMul);

        Assert.AreEqual(expected, network.MaskLayout.Count);
        Assert.HasCount(hidden.Length + 1, network.MaskLayout.Layers);
        Assert.AreEqual(expected + hidden.Sum() + 20L, MaskableNetwork.Build(new FeedForwardNetwork(hidden) { MaskBiases = true }, AddMul).MaskLayout.Count);
    }

    [TestMethod]
    public void FeedForwardNetwork_OfPermutedImages_HasThePublishedNumberOfMaskableWeights()
    {
        var network = MaskableNetwork.Build(new FeedForwardNetwork([800, 800, 64]) { MaskBiases = true }, new NetworkShape(784, 10));

        Assert.AreEqual(1_319_040 + 1_674, network.MaskLayout.Count);
    }

    [TestMethod]
    public void FeedForwardNetwork_WithoutHiddenLayers_IsLinear()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([]), new NetworkShape(2, 1), 1);
        weights.Arena.Span(0)[0] = 3;
        weights.Arena.Span(0)[1] = -5;
        weights.Arena.Span(1)[0] = 1;
        using var scope = NewDisposeScope();

        Assert.AreEqual(3 - 10 + 1, weights.Bind().Module.Forward(tensor([1f, 2f]).view(1, 1, 2)).item<float>());
    }

    [TestMethod]
    public void FeedForwardNetwork_OfEqualSizes_IsEqual()
    {
        int[] sizes = [4, 5];
        var network = new FeedForwardNetwork(sizes);
        sizes[0] = 9;

        Assert.AreEqual(new FeedForwardNetwork([4, 5]), network);
        Assert.AreEqual(new FeedForwardNetwork([4, 5]).GetHashCode(), network.GetHashCode());
        Assert.AreNotEqual(new FeedForwardNetwork([4, 5]) { MaskBiases = true }, network);
        Assert.AreNotEqual(new FeedForwardNetwork([5, 4]), network);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new FeedForwardNetwork([4, 0]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new FeedForwardNetwork([65_537]));
    }

    [TestMethod]
    public void Forward_OfSampledWeights_GivesEachGroupItsOwnSample()
    {
        const int Samples = 3;
        var network = MaskableNetwork.Build(new FeedForwardNetwork([6]) { MaskBiases = true }, new NetworkShape(4, 2));
        using var scope = NewDisposeScope();
        Tensor[] sampled = [.. network.Parameters.Select(parameter => randn([Samples, .. parameter.Shape.Select(size => (long)size)], generator: new Generator(1)))];
        var input = randn([Samples, 5, 4], generator: new Generator(2));
        Bind(sampled);
        var output = network.Module.Forward(input);

        for (var sample = 0; sample < Samples; sample++)
        {
            Bind([.. sampled.Select(tensor => tensor.narrow(0, sample, 1))]);
            var alone = network.Module.Forward(input.narrow(0, sample, 1));
            Assert.AreEqual(0, (alone - output.narrow(0, sample, 1)).abs().max().item<float>(), 1e-5);
        }

        void Bind(Tensor[] tensors)
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                network.Parameters[i].Bind(tensors[i]);
            }
        }
    }

    [TestMethod]
    public void Forward_OfAnUnboundNetwork_NamesTheParameter()
    {
        var network = MaskableNetwork.Build(new FeedForwardNetwork([6]), AddMul);
        using var input = zeros(1, 1, 42);

        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => network.Module.Forward(input)).Message, "'layers.0.weight'");
    }

    [TestMethod]
    public void Builder_GivenBadDeclarations_NamesThem()
    {
        AssertRefused<ArgumentException>("'a' is declared twice", builder => { Declare(builder, "a", [1]); Declare(builder, "a", [2]); });
        AssertRefused<ArgumentException>("'a' has shape [2, 0]", builder => Declare(builder, "a", [2, 0]));
        AssertRefused<ArgumentException>("'a' has shape [65536, 65536]", builder => Declare(builder, "a", [65536, 65536]));
        AssertRefused<ArgumentException>("name", builder => Declare(builder, " ", [1]));
        AssertRefused<ArgumentOutOfRangeException>("inputs", builder => builder.Linear("a", 0, 1));
        AssertRefused<ArgumentOutOfRangeException>("outputs", builder => builder.Linear("a", 1, -1));
        AssertRefused<ArgumentException>("declares no maskable parameter", builder => builder.Declare("a", [1], isMaskable: false, Initializer.Constant(0)));
        Assert.ThrowsExactly<ArgumentException>(() => MaskableNetwork.Build(new FeedForwardNetwork([]), new NetworkShape(0, 1)));
        Assert.ThrowsExactly<ArgumentException>(() => MaskableNetwork.Build(new NullNetwork(), AddMul));

        static void Declare(NetworkBuilder builder, string name, int[] shape) => builder.Declare(name, shape, isMaskable: true, Initializer.Constant(0));

        static void AssertRefused<TException>(string message, Action<NetworkBuilder> declare)
            where TException : Exception
            => StringAssert.Contains(Assert.ThrowsExactly<TException>(() => MaskableNetwork.Build(new DeclaringNetwork(declare), AddMul)).Message, message);
    }

    [TestMethod]
    public void Builder_UsedAfterTheBuild_LeavesTheNetworkAsItIs()
    {
        NetworkBuilder? kept = null;
        int[] shape = [2];
        var network = MaskableNetwork.Build(
            new DeclaringNetwork(builder => { kept = builder; builder.Declare("a", shape, isMaskable: true, Initializer.Constant(0)); }), AddMul);

        shape[0] = 7;
        kept!.Declare("late", [1], isMaskable: true, Initializer.Constant(0));

        Assert.HasCount(1, network.Parameters);
        Assert.AreEqual(2, network.Parameters[0].Count);
    }

    private sealed record DeclaringNetwork(Action<NetworkBuilder> Declare) : NetworkSpec
    {
        public override NetworkModule Build(NetworkBuilder builder)
        {
            Declare(builder);
            return new Identity();
        }
    }

    private sealed record NullNetwork : NetworkSpec
    {
        public override NetworkModule Build(NetworkBuilder builder) => null!;
    }

    private sealed class Identity : NetworkModule
    {
        public override Tensor Forward(Tensor input) => input;
    }
}
