using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Training;

[TestClass]
public sealed class TrainingFaultTests
{
    private const int Features = 8;
    private static readonly BoundProblem Problem = Tiny.Classification(Features);
    private static readonly ExampleTable Table = Tiny.Vectors(64, Features);

    [TestMethod]
    public void Train_OfInputsThatOverflow_NamesStageAndStep()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16]), Problem.Shape, 3);
        var table = Tiny.Vectors(64, Features, scale: 3e38);
        var before = Tiny.Snapshot(weights);

        var failure = Assert.ThrowsExactly<InvalidOperationException>(
            () => Pretrainer.Train(weights, Problem, table, new PretrainOptions(), Tiny.Context("first stage")));

        StringAssert.StartsWith(failure.Message, "Stage 'first stage' diverged in step 1: loss ");
        CollectionAssert.AreEqual(before, Tiny.Snapshot(weights), "A step that diverged must not touch the weights.");
    }

    [TestMethod]
    public void Train_AtAHugeRate_NamesTheStepAndKeepsTheWeightsBeforeIt()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([.. Enumerable.Repeat(16, 24)]), Problem.Shape, 3);
        var options = new PretrainOptions { LearningRate = 10, GradientClip = double.PositiveInfinity, StepCount = 10_000 };
        var (last, weightsThen) = (0, Array.Empty<float>());
        var context = Tiny.Context() with { Progress = new ImmediateProgress(progress => (last, weightsThen) = (progress.Step, Tiny.Snapshot(weights))) };

        var failure = Assert.ThrowsExactly<InvalidOperationException>(() => Pretrainer.Train(weights, Problem, Table, options, context));

        StringAssert.Contains(failure.Message, $"diverged in step {last + 1}: loss ");
        StringAssert.Contains(failure.Message, "Lower its learning rate");
        CollectionAssert.AreEqual(weightsThen, Tiny.Snapshot(weights));
        Assert.IsTrue(weightsThen.All(float.IsFinite));
    }

    [TestMethod]
    public void Learn_OfWeightsThatAreNoNumbers_NamesStageAndStep()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16]), Problem.Shape, 3);
        weights.Arena.Span(0).Fill(float.NaN);

        var failure = Assert.ThrowsExactly<InvalidOperationException>(
            () => MaskLearner.Learn(weights, Problem, Table, new MaskLearningOptions(), Tiny.Context("add")));

        StringAssert.StartsWith(failure.Message, "Stage 'add' diverged in step 1: loss NaN");
    }

    [TestMethod]
    public void Train_WhenCancelled_StopsBeforeTheNextStep()
    {
        using var source = new CancellationTokenSource();
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), Problem.Shape, 3);
        var (last, weightsThen) = (0, Array.Empty<float>());
        var context = Tiny.Context() with
        {
            Cancellation = source.Token,
            Progress = new ImmediateProgress(progress =>
            {
                (last, weightsThen) = (progress.Step, Tiny.Snapshot(weights));
                if (progress.Step == 3)
                {
                    source.Cancel();
                }
            }),
        };

        Assert.ThrowsExactly<OperationCanceledException>(() => Pretrainer.Train(weights, Problem, Table, new PretrainOptions(), context));
        Assert.AreEqual(3, last);
        CollectionAssert.AreEqual(weightsThen, Tiny.Snapshot(weights));
        Assert.ThrowsExactly<OperationCanceledException>(() => MaskLearner.Learn(weights, Problem, Table, new MaskLearningOptions(), context));
        Assert.AreEqual(3, last);
    }

    [TestMethod]
    public void Stages_GivenNothingToLearnFrom_SaySo()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), Problem.Shape, 3);
        var empty = new ExampleTable([new ExampleColumn<float>("Features", Features, []), new ExampleColumn<int>("Label", 1, [])]);

        var failure = Assert.ThrowsExactly<ArgumentException>(() => Pretrainer.Train(weights, Problem, empty, new PretrainOptions(), Tiny.Context()));
        StringAssert.Contains(failure.Message, "Stage 'pretrain' has no examples");
        failure = Assert.ThrowsExactly<ArgumentException>(() => MaskLearner.Learn(weights, Problem, empty, new MaskLearningOptions(), Tiny.Context("add")));
        StringAssert.Contains(failure.Message, "Stage 'add' has no examples");
    }

    [TestMethod]
    [DataRow(new int[0], DisplayName = "none")]
    [DataRow(new[] { 1 }, DisplayName = "too large")]
    [DataRow(new[] { 0, -1 }, DisplayName = "negative")]
    public void Stages_GivenSlotsThatAreNotThere_NameTheRange(int[] slots)
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), Problem.Shape, 3);
        var context = Tiny.Context() with { Slots = slots };

        var failure = Assert.ThrowsExactly<ArgumentException>(() => Pretrainer.Train(weights, Problem, Table, new PretrainOptions(), context));
        StringAssert.Contains(failure.Message, "choose at least one from 0 to 0");
        Assert.ThrowsExactly<ArgumentException>(() => MaskLearner.Learn(weights, Problem, Table, new MaskLearningOptions(), context));
    }

    [TestMethod]
    public void Stages_OfANetworkWithAnUnusedParameter_NameIt()
    {
        using var weights = NetworkWeights.Initialize(new SpoiltNetwork(Fault.Unused), Problem.Shape, 3);

        var failure = Assert.ThrowsExactly<InvalidOperationException>(() => Pretrainer.Train(weights, Problem, Table, new PretrainOptions(), Tiny.Context()));
        StringAssert.Contains(failure.Message, "'spare'");
        failure = Assert.ThrowsExactly<InvalidOperationException>(() => MaskLearner.Learn(weights, Problem, Table, new MaskLearningOptions(), Tiny.Context("mask")));
        StringAssert.Contains(failure.Message, "'spare'");
    }

    [TestMethod]
    public void Stages_OfANetworkWithTooManyOutputs_NameTheSizes()
    {
        using var weights = NetworkWeights.Initialize(new SpoiltNetwork(Fault.DoubledOutput), Problem.Shape, 3);

        var failure = Assert.ThrowsExactly<InvalidOperationException>(
            () => Pretrainer.Train(weights, Problem, Table, new PretrainOptions { BatchSize = 8 }, Tiny.Context()));
        Assert.AreEqual("The network returned [1, 8, 10] for 8 examples; its module must return 5 outputs per example.", failure.Message);
    }

    [TestMethod]
    public void Stages_OfAProblemWithOtherSizes_NameThem()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), new NetworkShape(Features + 1, 5), 3);

        foreach (var use in (Action[])[
            () => Pretrainer.Train(weights, Problem, Table, new PretrainOptions(), Tiny.Context()),
            () => MaskLearner.Learn(weights, Problem, Table, new MaskLearningOptions(), Tiny.Context("mask")),
            () => _ = new NetworkPredictor(Problem, weights)])
        {
            StringAssert.StartsWith(
                Assert.ThrowsExactly<ArgumentException>(use).Message, "The network has 9 inputs and 5 outputs; the problem needs 8 and 5.");
        }
    }

    [TestMethod]
    public void Learn_UnderANameThatNoMaskCanHave_FailsBeforeTheFirstStep()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), Problem.Shape, 3);
        var steps = 0;

        Assert.Throws<ArgumentException>(() => MaskLearner.Learn(
            weights, Problem, Table, new MaskLearningOptions { StepCount = 2 }, Tiny.Context(" ") with { Progress = new ImmediateProgress(_ => steps++) }));

        Assert.AreEqual(0, steps);
    }

    [TestMethod]
    public void Options_OutOfRange_NameOptionValueAndRange()
    {
        AssertRange("StepCount", () => new PretrainOptions { StepCount = -1 });
        AssertRange("BatchSize", () => new PretrainOptions { BatchSize = 0 });
        AssertRange("LearningRate", () => new PretrainOptions { LearningRate = double.NaN });
        AssertRange("GradientClip", () => new PretrainOptions { GradientClip = 0 });
        AssertRange("SampleCount", () => new MaskLearningOptions { SampleCount = 65 });
        AssertRange("Beta", () => new MaskLearningOptions { Beta = -0.1 });
        AssertRange("InitialLogit", () => new MaskLearningOptions { InitialLogit = 41 });
        AssertRange("Threads", () => Tiny.Context() with { Threads = -1 });
        AssertRange("Threads", () => Tiny.Context() with { Threads = 1025 });
        Assert.ThrowsExactly<ArgumentNullException>(() => new MaskLearningOptions { Parametrisation = null! });
        var uneven = new MaskLearningOptions { BatchSize = 10, SampleCount = 4 };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(uneven.Validate).Message, "BatchSize 10 is no multiple of SampleCount 4");

        static void AssertRange(string option, Func<object> make)
        {
            var failure = Assert.ThrowsExactly<ArgumentOutOfRangeException>(make);
            Assert.AreEqual(option, failure.ParamName);
            StringAssert.Contains(failure.Message, "it must lie between");
        }
    }
}
