using MlNetMasks.Torch.Tests.Problems;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Networks;

[TestClass]
[DoNotParallelize] // the plain computations hold no scalar alive, see the remarks on NetworkModule
public sealed class FrameTests
{
    private static readonly NetworkShape Different = new(4, 3) { FrameCount = 2, ReadsEveryFrame = true };

    [TestMethod]
    public void DoubleAddition_OfThePaper_HasThePublishedNumbersOfMaskableWeights()
    {
        var shape = new DoubleAdditionProblem().Bind(PairRows.Sizes.Keys.ToDictionary(name => name, _ => new ColumnSize(2, []))).Shape;

        Assert.AreEqual(12_240_000, MaskableNetwork.Build(new FeedForwardNetwork([2000, 2000, 2000, 2000]), shape).MaskLayout.Count);
        Assert.AreEqual(878_592, MaskableNetwork.Build(new LstmNetwork(256), shape).MaskLayout.Count);
    }

    [TestMethod]
    public void FeedForwardNetwork_OfSeveralFrames_IsAPassPerFrame()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([5]), Different, 3);
        using var single = NetworkWeights.Initialize(new FeedForwardNetwork([5]), new NetworkShape(4, 3), 3);
        using var scope = NewDisposeScope();
        var input = randn([2, 6, 8], generator: new Generator(1));

        var output = weights.Bind().Module.Forward(input);

        CollectionAssert.AreEqual(new long[] { 2, 6, 6 }, output.shape);
        for (var frame = 0; frame < 2; frame++)
        {
            var alone = single.Bind().Module.Forward(input.narrow(2, 4 * frame, 4));
            Assert.IsLessThan(1e-6f, (alone - output.narrow(2, 3 * frame, 3)).abs().max().item<float>());
        }
    }

    [TestMethod]
    public void FeedForwardNetwork_WithOnlyARepeatedInput_GetsItOnce()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([5]), new NetworkShape(4, 3) { FrameCount = 2, RepeatsInput = true }, 3);
        using var scope = NewDisposeScope();

        CollectionAssert.AreEqual(new long[] { 1, 6, 3 }, weights.Bind().Module.Forward(randn(1, 6, 4)).shape);
    }

    [TestMethod]
    [DataRow(false, false, "asks for more (2 different frames, read after the last). Use a recurrent network")]
    [DataRow(true, true, "asks for more (2 equal frames, read after each). Use a recurrent network")]
    public void FeedForwardNetwork_OfATaskThatNeedsMemory_IsRefused(bool repeatsInput, bool readsEveryFrame, string message)
    {
        var shape = new NetworkShape(4, 3) { FrameCount = 2, RepeatsInput = repeatsInput, ReadsEveryFrame = readsEveryFrame };

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => MaskableNetwork.Build(new FeedForwardNetwork([5]), shape)).Message, message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => shape with { FrameCount = 0 });
    }

    [TestMethod]
    [DataRow(1, false, false, new[] { 0, 0 }, new[] { 1 })]
    [DataRow(2, true, false, new[] { 0, 0, 0, 0 }, new[] { 3 })]
    [DataRow(2, true, true, new[] { 0, 0, 0, 0 }, new[] { 1, 3 })]
    [DataRow(2, false, false, new[] { 0, 0, 1, 1 }, new[] { 3 })]
    [DataRow(3, false, true, new[] { 0, 0, 1, 1, 2, 2 }, new[] { 1, 3, 5 })]
    public void LstmNetwork_OfSeveralFrames_GoesOnFromFrameToFrame(int frameCount, bool repeatsInput, bool readsEveryFrame, int[] frameOfStep, int[] readSteps)
    {
        var shape = new NetworkShape(4, 3) { FrameCount = frameCount, RepeatsInput = repeatsInput, ReadsEveryFrame = readsEveryFrame };
        using var weights = NetworkWeights.Initialize(new LstmNetwork(5) { StepCount = 2 }, shape, 3);
        using var scope = NewDisposeScope();
        var input = randn([2, 6, 4 * shape.InputFrameCount], generator: new Generator(1));
        var frames = input.chunk(shape.InputFrameCount, 2);

        var output = weights.Bind().Module.Forward(input);

        var expected = PlainLstm.Forward(
            frameOfStep.Select(frame => frames[frame]), [.. Enumerable.Range(0, weights.Arena.Layout.Slots.Count).Select(weights.Arena.Tensor)], readSteps);
        CollectionAssert.AreEqual(expected.shape, output.shape);
        Assert.IsLessThan(1e-6f, (expected - output).abs().max().item<float>());
    }

    [TestMethod]
    public void Weights_OfAnotherNumberOfFrames_DoNotFitTheProblem()
    {
        var problem = PairRows.Bound(PairMode.OnlyOneIo);
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([5]), problem.Shape with { FrameCount = 1 }, 3);

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Pretrainer.Train(weights, problem, PairRows.Two(), new PretrainOptions(), Tiny.Context())).Message,
            "The network has 40 inputs and 20 outputs; the problem needs 40 and 20 (2 different frames, read after each).");
    }
}
