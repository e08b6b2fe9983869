using MlNetMasks.Torch.Kernels;
using MlNetMasks.Torch.Tests.Checkpoints;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Sequences;

[TestClass]
public sealed class SequenceTrainingTests
{
    private static readonly ExampleTable Table = Copying.Rows(64);

    public static IEnumerable<object[]> Networks => Copying.Networks.Select(network => new object[] { network });

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Stages_OfSequences_HoldTheSameTensorsThroughoutAndNoneAfter(object network)
    {
        using var weights = NetworkWeights.Initialize((NetworkSpec)network, Copying.Problem.Shape, 3);
        var before = LiveTensors.OfThisThread;
        var live = new List<long>();
        var context = Tiny.Context() with { Progress = new ImmediateProgress(_ => live.Add(LiveTensors.OfThisThread)) };

        Pretrainer.Train(weights, Copying.Problem, Table, new PretrainOptions { StepCount = 12, BatchSize = 8 }, context);
        Assert.AreEqual(live[2], live.Skip(2).Max());
        live.Clear();
        MaskLearner.Learn(weights, Copying.Problem, Table, new MaskLearningOptions { StepCount = 12, BatchSize = 8 }, context);
        Assert.AreEqual(live[2], live.Skip(2).Max());
        using (var predictor = new NetworkPredictor(Copying.Problem, weights.Masked(null)))
        {
            var during = LiveTensors.OfThisThread;
            predictor.Count(Table, slots: null);
            Assert.AreEqual(during, LiveTensors.OfThisThread);
        }

        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Stages_CancelledAndContinued_EndLikeOnesThatWereNot(object network)
    {
        foreach (var learnsMask in (bool[])[false, true])
        {
            var straight = Run((NetworkSpec)network, learnsMask, checkpoint: null, stopAfter: 0);
            var checkpoint = new MemoryCheckpoint();
            Assert.ThrowsExactly<OperationCanceledException>(() => Run((NetworkSpec)network, learnsMask, checkpoint, stopAfter: 7));

            Assert.AreEqual(straight, Run((NetworkSpec)network, learnsMask, checkpoint, stopAfter: 0));
        }
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1.0)]
    public void EncoderDecoderLstm_OnTheTape_HasTheGradientsOfAutograd(double teacherForcing)
    {
        var problem = Copying.Problem;
        using var scope = NewDisposeScope();
        using var weights = NetworkWeights.Initialize(new EncoderDecoderLstmNetwork(9) { EmbeddingSize = 5, TeacherForcing = teacherForcing }, problem.Shape, 3);
        using var batch = problem.CreateBatch(12);
        problem.Encode(Table, [.. Enumerable.Range(0, 12)], batch, withTargets: true);
        var pass = ForwardPass.OfStep(5, 1, batch.Targets, groups: 1, dropsUnits: true);
        var input = batch.Input.unsqueeze(0);

        var taped = weights.Bind();
        using var workers = new BlockWorkers(1);
        using var optimizer = new ArenaAdam(weights.Arena, new LearningRateSchedule(1e-3), 1, workers);
        using var gradients = new WeightGradients(taped, weights.Arena, optimizer, workers);
        gradients.Begin();
        var loss = problem.Loss(taped.Module.Forward(input, pass), batch, slots: null);
        var norm = gradients.Backward(loss);

        var plain = weights.Bind();
        using var leaves = new LeafTensors(plain.Parameters, plain.Parameters.Select((_, slot) => weights.Arena.Tensor(slot)));
        var plainLoss = problem.Loss(plain.Module.Forward(input, pass), batch, slots: null);
        plainLoss.backward();
        var expected = Enumerable.Range(0, leaves.Count).Sum(leaf => leaves.Gradient(leaf).square().sum().item<float>());

        Assert.AreEqual(plainLoss.item<float>(), loss.item<float>(), 1e-4);
        Assert.AreEqual(expected, norm, 1e-4 * expected);
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Stages_OfInputsOfOneToken_UseAllWeights(object network)
    {
        var table = Copying.Of([.. Enumerable.Range(0, 16).SelectMany(row => new byte[] { (byte)(1 + (row % 3)), 0, 0, 0, 0 })]);
        using var weights = NetworkWeights.Initialize((NetworkSpec)network, Copying.Problem.Shape, 3);

        Pretrainer.Train(weights, Copying.Problem, table, new PretrainOptions { StepCount = 2, BatchSize = 8 }, Tiny.Context());
        MaskLearner.Learn(weights, Copying.Problem, table, new MaskLearningOptions { StepCount = 2, BatchSize = 8, Precision = Precision.BFloat16 }, Tiny.Context("mask"));
        MaskLearner.Learn(weights, Copying.Problem, table, new MaskLearningOptions { StepCount = 2, BatchSize = 8 }, Tiny.Context("mask"));
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Pretraining_OnTwoThreads_DrawsWhatItDrawsOnOne(object network)
    {
        float[] After(int threads)
        {
            using var weights = NetworkWeights.Initialize((NetworkSpec)network, Copying.Problem.Shape, 3);
            Pretrainer.Train(weights, Copying.Problem, Table, new PretrainOptions { StepCount = 4, BatchSize = 8 }, Tiny.Context() with { Threads = threads });
            return Tiny.Snapshot(weights);
        }

        var (one, two) = (After(1), After(2));
        Assert.IsLessThan(1e-4, one.Zip(two, (first, second) => Math.Abs(first - second)).Average()); // sums of products may differ, draws may not
    }

    [TestMethod]
    public void Pretraining_WithAWarmUp_TakesItsFirstStepsSmaller()
    {
        var spec = Copying.Networks[0];
        float[] After(PretrainOptions options)
        {
            using var weights = NetworkWeights.Initialize(spec, Copying.Problem.Shape, 3);
            Pretrainer.Train(weights, Copying.Problem, Table, options with { StepCount = 1, BatchSize = 8 }, Tiny.Context());
            return Tiny.Snapshot(weights);
        }

        var tenth = After(new PretrainOptions { LearningRate = 1e-4 });
        CollectionAssert.AreEqual(tenth, After(new PretrainOptions { LearningRate = 1e-3, WarmupStepCount = 10 }));
        CollectionAssert.AreNotEqual(tenth, After(new PretrainOptions { LearningRate = 1e-4, AdamEpsilon = 1e-3 }));
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DynamicData(nameof(Learners))]
    public void Networks_OnSequencesToCopy_LearnThemAndKeepThemUnderAMask(object network)
    {
        var table = Copying.Rows(256);
        using var weights = NetworkWeights.Initialize((NetworkSpec)network, Copying.Problem.Shape, 3);
        Pretrainer.Train(weights, Copying.Problem, table, new PretrainOptions { StepCount = 900, BatchSize = 64, LearningRate = 5e-3 }, Tiny.Context());
        var learned = MaskLearner.Learn(
            weights, Copying.Problem, table, new MaskLearningOptions { StepCount = 300, BatchSize = 64, LearningRate = 2e-2, Beta = 1e-5 }, Tiny.Context("copy"));

        using var whole = new NetworkPredictor(Copying.Problem, weights.Masked(null));
        Assert.AreEqual(1, whole.Count(table, slots: null).Accuracy);
        using var masked = new NetworkPredictor(Copying.Problem, weights.Masked(learned.Mask));
        Assert.AreEqual(1, masked.Count(table, slots: null).Accuracy);
    }

    public static IEnumerable<object[]> Learners =>
    [
        [new TransformerNetwork(32) { HeadCount = 4, FeedForwardSize = 64, EncoderLayerCount = 1, DecoderLayerCount = 1, Dropout = 0 }],
        [new EncoderDecoderLstmNetwork(64) { EmbeddingSize = 8, LayerCount = 1, Dropout = 0 }],
    ];

    private static string Run(NetworkSpec network, bool learnsMask, ICheckpoint? checkpoint, int stopAfter)
    {
        using var source = new CancellationTokenSource();
        using var weights = NetworkWeights.Initialize(network, Copying.Problem.Shape, 3);
        var context = Tiny.Context("stage") with
        {
            Checkpoint = checkpoint,
            Cancellation = source.Token,
            Progress = new ImmediateProgress(progress =>
            {
                if (progress.Step == stopAfter)
                {
                    source.Cancel();
                }
            }),
        };
        if (!learnsMask)
        {
            Pretrainer.Train(weights, Copying.Problem, Table, new PretrainOptions { StepCount = 12, BatchSize = 12, WarmupStepCount = 10 }, context);
            return string.Join(' ', Tiny.Snapshot(weights).Select(BitConverter.SingleToInt32Bits));
        }

        var learned = MaskLearner.Learn(weights, Copying.Problem, Table, new MaskLearningOptions { StepCount = 12, BatchSize = 12, LearningRate = 0.1, InitialLogit = 0 }, context);
        return string.Join(' ', Enumerable.Range(0, learned.Mask.Layout.Layers.Count).SelectMany(layer => learned.Mask.Words(layer).ToArray()));
    }
}
