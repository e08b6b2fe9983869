using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Training;

/// <summary>Nothing is left to finalizers: neither within a stage, nor after it, nor when it fails.</summary>
[TestClass]
public sealed class TensorLifetimeTests
{
    private const int Features = 8;
    private const int Steps = 1000;
    private static readonly BoundProblem Problem = Tiny.Classification(Features);
    private static readonly ExampleTable Table = Tiny.Vectors(64, Features);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Train_OfAThousandSteps_HoldsTheSameTensorsThroughoutAndNoneAfter(bool withinScope)
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([8, 8]), Problem.Shape, 3);
        AssertSteady(withinScope, progress => Pretrainer.Train(
            weights, Problem, Table, new PretrainOptions { StepCount = Steps, BatchSize = 8 }, Tiny.Context() with { Progress = progress }));
    }

    [TestMethod]
    [DataRow(false, Precision.Float32)]
    [DataRow(true, Precision.Float32)]
    [DataRow(true, Precision.BFloat16)]
    public void Learn_OfAThousandSteps_HoldsTheSameTensorsThroughoutAndNoneAfter(bool withinScope, Precision precision)
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([8, 8]), Problem.Shape, 3);
        AssertSteady(withinScope, progress => MaskLearner.Learn(
            weights, Problem, Table, new MaskLearningOptions { StepCount = Steps, BatchSize = 8, Precision = precision }, Tiny.Context("mask") with { Progress = progress }));
    }

    [TestMethod]
    public void Learn_RestrictedToASlot_LeavesNothingBehind()
    {
        var problem = Tiny.BoundTwoDigits();
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([8]), problem.Shape, 3);
        AssertSteady(withinScope: false, progress => MaskLearner.Learn(
            weights, problem, Tiny.TwoDigitRows(), new MaskLearningOptions { StepCount = Steps, BatchSize = 8 }, Tiny.Context("mask") with { Slots = [1], Progress = progress }));
    }

    [TestMethod]
    [DataRow(Fault.Unused)]
    [DataRow(Fault.DoubledOutput)]
    [DataRow(Fault.ThrowsInThirdStep)]
    public void Stages_OfASpoiltNetwork_LeaveNothingBehind(Fault fault)
    {
        using var weights = NetworkWeights.Initialize(new SpoiltNetwork(fault), Problem.Shape, 3);
        var before = LiveTensors.OfThisThread;

        Assert.Throws<Exception>(() => Pretrainer.Train(weights, Problem, Table, new PretrainOptions(), Tiny.Context()));
        Assert.Throws<Exception>(() => MaskLearner.Learn(weights, Problem, Table, new MaskLearningOptions(), Tiny.Context("mask")));

        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    public void Stages_ThatFail_LeaveNothingBehind()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([8]), Problem.Shape, 3);
        using var source = new CancellationTokenSource();
        source.Cancel();
        var cancelled = Tiny.Context() with { Cancellation = source.Token };
        var noSlot = Tiny.Context() with { Slots = [9] };
        var overflowing = Tiny.Vectors(64, Features, scale: 3e38);
        var before = LiveTensors.OfThisThread;

        foreach (var context in (TrainingContext[])[cancelled, noSlot, Tiny.Context()])
        {
            Assert.Throws<Exception>(() => Pretrainer.Train(weights, Problem, overflowing, new PretrainOptions(), context));
            Assert.Throws<Exception>(() => MaskLearner.Learn(weights, Problem, overflowing, new MaskLearningOptions(), context));
        }

        var spoilt = new MaskLearningOptions { Parametrisation = new UserParametrisation(_ => throw new FormatException("A fault of the user's own.")) };
        Assert.ThrowsExactly<FormatException>(() => MaskLearner.Learn(weights, Problem, Table, spoilt, Tiny.Context()));

        using var stream = new MemoryStream();
        weights.Write(stream);
        stream.Position = 0;
        var file = Masks.SafetensorsFile.Read(stream);
        Assert.ThrowsExactly<InvalidDataException>(() => NetworkWeights.Read(new FeedForwardNetwork([9]), Problem.Shape, file));
        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    public void Predictor_OverManyBatches_HoldsTheSameTensors()
    {
        var before = LiveTensors.OfThisThread;
        using (var predictor = new NetworkPredictor(Problem, NetworkWeights.Initialize(new FeedForwardNetwork([8, 8]), Problem.Shape, 3)))
        {
            var during = LiveTensors.OfThisThread;
            for (var i = 0; i < 100; i++)
            {
                predictor.Count(Table, slots: [0]);
            }

            Assert.AreEqual(during, LiveTensors.OfThisThread);
        }

        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    [DoNotParallelize]
    public void TotalCount_OverBothLoopsOnTwoThreads_DoesNotGrow()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([8, 8]), Problem.Shape, 3);
        var before = Tensor.TotalCount;

        Pretrainer.Train(weights, Problem, Table, new PretrainOptions { StepCount = 100, BatchSize = 8 }, Tiny.Context() with { Threads = 2 });
        MaskLearner.Learn(weights, Problem, Table, new MaskLearningOptions { StepCount = 100, BatchSize = 8 }, Tiny.Context() with { Threads = 2 });

        // Tensors that earlier tests left to finalizers can only lower the count meanwhile.
        Assert.IsLessThanOrEqualTo(before, Tensor.TotalCount);
    }

    private static void AssertSteady(bool withinScope, Action<IProgress<TrainingProgress>> stage)
    {
        using var scope = withinScope ? NewDisposeScope() : null;
        var samples = new Dictionary<int, long>();
        var before = LiveTensors.OfThisThread;

        stage(new ImmediateProgress(progress => samples.Add(progress.Step, LiveTensors.OfThisThread)));

        Assert.HasCount(Steps, samples);
        Assert.IsGreaterThan(before, samples[10]);
        Assert.AreEqual(samples[10], samples[Steps]);
        Assert.AreEqual(samples[10], samples.Values.Max());
        Assert.AreEqual(before, LiveTensors.OfThisThread);
        Assert.AreEqual(0, scope?.DisposablesCount ?? 0);
    }
}
