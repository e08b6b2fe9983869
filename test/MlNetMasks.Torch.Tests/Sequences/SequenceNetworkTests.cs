using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Sequences;

[TestClass]
public sealed class SequenceNetworkTests
{
    private const int Classes = 4; // three tokens and the end
    private static readonly NetworkShape Shape = Copying.Problem.Shape;

    public static IEnumerable<object[]> Networks => Copying.Networks.Select(network => new object[] { network });

    [TestMethod]
    public void MaskableWeights_OfThePapersNetworks_AreThePapersNumbers()
    {
        var scan = new NetworkShape(9, 7) { Sequence = new SequenceShape(9, 13, 48, SharesTokens: false) };

        Assert.AreEqual(987_000, MaskableNetwork.Build(new EncoderDecoderLstmNetwork(200), scan).MaskLayout.Count);
        Assert.AreEqual(603_700, MaskableNetwork.Build(new TransformerNetwork(100), scan).MaskLayout.Count);
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Groups_WithMasksOfTheirOwn_AnswerAsIfAlone(object network)
    {
        using var scope = NewDisposeScope();
        using var weights = NetworkWeights.Initialize((NetworkSpec)network, Shape, 3);
        var (input, targets) = Batch(Copying.Rows(6), groups: 2);
        var samples = weights.Bind();
        var values = samples.Parameters.Select(parameter => parameter.IsMaskable ? cat([parameter.Value, parameter.Value * 0.5 + 0.1], 0) : parameter.Value).ToList();
        Bind(samples, values, sample: null);
        foreach (var forced in (Tensor?[])[targets, null])
        {
            var together = samples.Module.Forward(input, Pass(forced));
            for (var group = 0; group < 2; group++)
            {
                var alone = weights.Bind();
                Bind(alone, values, group);
                var expected = alone.Module.Forward(input.narrow(0, group, 1), Pass(forced?.narrow(0, group, 1)));
                AssertClose(expected, together.narrow(0, group, 1).narrow(2, 0, Math.Min(expected.size(2), together.size(2))));
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Padding_OfLongerRowsAndWiderColumns_ChangesNothing(object network)
    {
        using var scope = NewDisposeScope();
        byte[] shortRow = [2, 1, 0, 0, 0];
        byte[] longRow = [1, 3, 3, 2, 1];
        var wide = Copying.Bind(9);
        foreach (var withTargets in (bool[])[true, false])
        {
            var alone = Answer((NetworkSpec)network, Copying.Problem, Copying.Of(shortRow), withTargets);
            var among = Answer((NetworkSpec)network, Copying.Problem, Copying.Of([.. shortRow, .. longRow]), withTargets).narrow(1, 0, 1);
            var wider = Answer((NetworkSpec)network, wide, Copying.Of([.. shortRow, 0, 0, 0, 0], 9), withTargets);

            var steps = Math.Min(alone.size(2), Math.Min(among.size(2), wider.size(2)));
            AssertClose(alone.narrow(2, 0, steps), among.narrow(2, 0, steps));
            AssertClose(alone.narrow(2, 0, steps), wider.narrow(2, 0, steps));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Steps_WithRightAnswers_DoNotSeeTheFuture(object network)
    {
        using var scope = NewDisposeScope();
        var spec = network is EncoderDecoderLstmNetwork lstm ? lstm with { TeacherForcing = 1 } : (NetworkSpec)network;
        using var weights = NetworkWeights.Initialize(spec, Shape, 3);
        var module = weights.Bind().Module;
        var input = tensor((float[])[1, 2, 3, 1, 0]).view(1, 1, 5);
        var first = module.Forward(input, Pass(tensor((long[])[0, 1, 2, 0, 3, -1]).view(1, 1, 6))).view(5, Classes);
        var second = module.Forward(input, Pass(tensor((long[])[0, 1, 0, 2, 3, -1]).view(1, 1, 6))).view(5, Classes);

        AssertClose(first.narrow(0, 0, 3), second.narrow(0, 0, 3));
        Assert.IsGreaterThan(1e-3f, (first[3] - second[3]).abs().max().item<float>());
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void GreedyAnswers_ShownToTheNetwork_AreItsAnswers(object network)
    {
        using var scope = NewDisposeScope();
        var spec = network is EncoderDecoderLstmNetwork lstm ? lstm with { TeacherForcing = 1 } : (NetworkSpec)network;
        var (input, _) = Batch(Copying.Rows(40), groups: 1);
        for (ulong key = 0; key < 200; key++)
        {
            using var weights = NetworkWeights.Initialize(spec, Shape, key);
            var module = weights.Bind().Module;
            var greedy = module.Forward(input).view(40, -1, Classes);
            var choice = greedy.argmax(-1);
            var isEnd = choice.eq(Classes - 1).to(ScalarType.Int64);
            var isPast = isEnd.cumsum(1) - isEnd > 0; // behind the first end token
            if (!isPast.any().item<bool>() || isPast.any(1).all().item<bool>())
            {
                continue; // some rows must end early and some late
            }

            var forced = module.Forward(input, Pass(choice.masked_fill(isPast, SequenceShape.NoToken).unsqueeze(0))).view(40, -1, Classes);
            AssertClose(greedy, forced.masked_fill(isPast.unsqueeze(-1), 0));
            return;
        }

        Assert.Fail("No weights gave answers of different lengths.");
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Dropout_IsOnOnlyWhereThePassSaysSo(object network)
    {
        using var scope = NewDisposeScope();
        using var weights = NetworkWeights.Initialize((NetworkSpec)network, Shape, 3);
        var module = weights.Bind().Module;
        var (input, targets) = Batch(Copying.Rows(6), groups: 1);
        Tensor Run(ulong key, bool drops) => module.Forward(input, new ForwardPass(targets, key, drops));

        Assert.AreEqual(0, (Run(1, drops: true) - Run(1, drops: true)).abs().max().item<float>());
        Assert.IsGreaterThan(1e-3f, (Run(1, drops: true) - Run(1, drops: false)).abs().max().item<float>());
        AssertClose(module.Forward(input), module.Forward(input));
    }

    [TestMethod]
    public void TensorNetworks_OnSequences_SayWhatToUseInstead()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => MaskableNetwork.Build(new FeedForwardNetwork([3]), Shape)).Message, "TransformerNetwork");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => MaskableNetwork.Build(new LstmNetwork(3), Shape)).Message, "EncoderDecoderLstmNetwork");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => MaskableNetwork.Build(new TransformerNetwork(4), new NetworkShape(3, 2))).Message, "SequenceProblem");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => MaskableNetwork.Build(new TransformerNetwork(6) { HeadCount = 4 }, Shape)).Message, "HeadCount 4");
        var different = Shape with { Sequence = Shape.Sequence! with { SharesTokens = false } };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => MaskableNetwork.Build(new TransformerNetwork(4) { TiesEmbeddings = true }, different)).Message, "TiesEmbeddings");
    }

    private static Tensor Answer(NetworkSpec network, BoundProblem problem, ExampleTable table, bool withTargets)
    {
        using var weights = NetworkWeights.Initialize(network is EncoderDecoderLstmNetwork lstm ? lstm with { TeacherForcing = 1 } : network, problem.Shape, 3);
        var (input, targets) = Batch(table, groups: 1, problem);
        return weights.Bind().Module.Forward(input, Pass(withTargets ? targets : null));
    }

    private static (Tensor Input, Tensor Targets) Batch(ExampleTable table, int groups, BoundProblem? problem = null)
    {
        using var batch = (problem ?? Copying.Problem).CreateBatch(table.RowCount);
        (problem ?? Copying.Problem).Encode(table, [.. Enumerable.Range(0, table.RowCount)], batch, withTargets: true);
        return (batch.Input.view(groups, table.RowCount / groups, -1).clone(), batch.Targets.view(groups, table.RowCount / groups, -1).clone());
    }

    private static ForwardPass Pass(Tensor? targets) => new(targets, key: 1, dropsUnits: false);

    private static void Bind(MaskableNetwork network, List<Tensor> values, int? sample)
    {
        for (var i = 0; i < values.Count; i++)
        {
            network.Parameters[i].Bind(sample is { } one && values[i].size(0) > 1 ? values[i].narrow(0, one, 1) : values[i]);
        }
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        CollectionAssert.AreEqual(expected.shape, actual.shape);
        Assert.AreEqual(0, (expected - actual).abs().max().item<float>(), 2e-5);
    }
}
