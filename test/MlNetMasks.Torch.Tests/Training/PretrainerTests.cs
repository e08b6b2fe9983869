using MlNetMasks.Torch.Tests.Problems;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace MlNetMasks.Torch.Tests.Training;

[TestClass]
public sealed class PretrainerTests
{
    private const int Features = 8;
    private static readonly BoundProblem Problem = Tiny.Classification(Features);
    private static readonly ExampleTable Table = Tiny.Vectors(200, Features);

    [TestMethod]
    [DoNotParallelize] // TorchSharp's optimiser holds no scalar alive, see the remarks on NetworkModule
    [DataRow(1, 0.05, 1e-6)]
    [DataRow(1, double.PositiveInfinity, 1e-6)]
    [DataRow(40, 0.05, 1e-4)]
    public void Train_AfterSomeSteps_GivesTheWeightsOfTorchAdamAndClipping(int steps, double clip, double tolerance)
    {
        var options = new PretrainOptions { StepCount = steps, BatchSize = 32, LearningRate = 0.01, GradientClip = clip };
        var context = Tiny.Context();
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16, 12]), Problem.Shape, 3);
        using var scope = NewDisposeScope();
        TorchParameter[] parameters = [.. Enumerable.Range(0, 6).Select(slot => new TorchParameter(weights.Arena.Tensor(slot).squeeze(0).clone()))];
        using var adam = optim.Adam(parameters, options.LearningRate);
        using var batch = Problem.CreateBatch(options.BatchSize);
        var epochs = new ShuffledEpochs(Table.RowCount, new RandomStream(RandomStream.DeriveKey(context.Key, "batches")));
        var rows = new int[options.BatchSize];

        Pretrainer.Train(weights, Problem, Table, options, context);

        for (var step = 0; step < steps; step++)
        {
            epochs.Next(rows);
            Problem.Encode(Table, rows, batch, withTargets: true);
            adam.zero_grad();
            var x = nn.functional.linear(batch.Input, parameters[0], parameters[1]).relu();
            x = nn.functional.linear(x, parameters[2], parameters[3]).relu();
            nn.functional.cross_entropy(nn.functional.linear(x, parameters[4], parameters[5]), batch.Targets.squeeze(1)).backward();
            nn.utils.clip_grad_norm_(parameters, clip);
            adam.step();
        }

        for (var slot = 0; slot < parameters.Length; slot++)
        {
            Assert.AreEqual(0, (parameters[slot] - weights.Arena.Tensor(slot).squeeze(0)).abs().max().item<float>(), tolerance, $"parameter {slot}");
        }
    }

    [TestMethod]
    public void Train_OnExclusiveOr_LearnsIt()
    {
        var problem = Tiny.Classification(features: 2, classes: 2);
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([16]), problem.Shape, 1);

        var curve = Pretrainer.Train(weights, problem, Tiny.ExclusiveOr(), new PretrainOptions { StepCount = 200, BatchSize = 4, LearningRate = 0.05 }, Tiny.Context());

        Assert.AreEqual(1, curve[^1].Accuracy);
        Assert.IsLessThan(0.1, curve[^1].Loss);
        using var predictor = new NetworkPredictor(problem, weights);
        Assert.AreEqual(1, predictor.Count(Tiny.ExclusiveOr(), slots: null).Accuracy);
    }

    [TestMethod]
    public void Train_OfAUsersNetwork_Learns()
    {
        using var weights = NetworkWeights.Initialize(new TwoBranchNetwork(24), Problem.Shape, 1);

        var curve = Pretrainer.Train(weights, Problem, Table, new PretrainOptions { StepCount = 300, BatchSize = 50, LearningRate = 0.01 }, Tiny.Context());

        Assert.IsGreaterThan(0.9, curve[^1].Accuracy);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Train_WithTheSameKeyAndThreads_GivesTheSameBits(int threads)
    {
        var options = new PretrainOptions { StepCount = 50, BatchSize = 32 };
        float[] Run(ulong key)
        {
            using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([32, 32]), Problem.Shape, 3);
            Pretrainer.Train(weights, Problem, Table, options, Tiny.Context(key: key) with { Threads = threads });
            return Tiny.Snapshot(weights);
        }

        CollectionAssert.AreEqual(Run(7), Run(7));
        CollectionAssert.AreNotEqual(Run(7), Run(8));
    }

    [TestMethod]
    public void Train_OfZeroSteps_LeavesTheWeights()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), Problem.Shape, 3);
        var before = Tiny.Snapshot(weights);

        var curve = Pretrainer.Train(weights, Problem, Table, new PretrainOptions { StepCount = 0 }, Tiny.Context());

        Assert.IsEmpty(curve);
        CollectionAssert.AreEqual(before, Tiny.Snapshot(weights));
    }

    [TestMethod]
    public void Train_RestrictedToASlot_TrainsOnlyItsOutputs()
    {
        var problem = Tiny.BoundTwoDigits();
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([]), problem.Shape, 3);
        var before = weights.Arena.Span(0).ToArray(); // [20, 20], one row per output

        Pretrainer.Train(weights, problem, Tiny.TwoDigitRows(), new PretrainOptions { StepCount = 5 }, Tiny.Context() with { Slots = [1] });

        CollectionAssert.AreEqual(before[..200], weights.Arena.Span(0)[..200].ToArray());
        CollectionAssert.AreNotEqual(before[200..], weights.Arena.Span(0)[200..].ToArray());
    }

    [TestMethod]
    [DataRow(0, false)]
    [DataRow(1, false)]
    [DataRow(4, false)]
    [DataRow(5, true)]
    public void Train_WithADelay_LeavesTheOtherSlotsAloneInTheFirstSteps(int steps, bool moves)
    {
        var problem = PairRows.Bound(PairMode.OnlyOneIo);
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([8]), problem.Shape, 3);
        var before = Tiny.Snapshot(weights);
        var options = new PretrainOptions { StepCount = steps, BatchSize = 16, InitialSlots = [0], InitialSlotStepCount = 4 };

        Pretrainer.Train(weights, problem, PairRows.Many(), options, Tiny.Context());

        // Pair 2: columns 20 to 39 of the first layer [8, 40], which only hidden inputs would move, and rows 10 to 19 of the last [20, 8].
        var after = Tiny.Snapshot(weights);
        var second = Enumerable.Range(0, 320).Where(i => i % 40 >= 20).Concat(Enumerable.Range(328 + 80, 80)).ToList();
        var first = Enumerable.Range(0, 320).Where(i => i % 40 < 20).Concat(Enumerable.Range(328, 80)).ToList();
        Assert.AreEqual(moves, second.Any(i => before[i] != after[i]));
        Assert.AreEqual(steps > 0, first.Any(i => before[i] != after[i]));
    }

    [TestMethod]
    public void Train_WithADelayThatMakesNoSense_IsRefused()
    {
        var problem = PairRows.Bound(PairMode.OnlyOneIo);
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([8]), problem.Shape, 3);

        AssertRefused("InitialSlots is [1] but InitialSlotStepCount is 0", new PretrainOptions { InitialSlots = [1] });
        AssertRefused("InitialSlotStepCount is 5 but InitialSlots is null", new PretrainOptions { InitialSlotStepCount = 5 });
        AssertRefused("choose at least one from 0 to 1", new PretrainOptions { InitialSlots = [2], InitialSlotStepCount = 5 });
        Assert.ThrowsExactly<ArgumentException>(() => new PretrainOptions { InitialSlots = [] });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new PretrainOptions { InitialSlotStepCount = -1 });
        Assert.AreEqual(new PretrainOptions { InitialSlots = [1, 0] }, new PretrainOptions { InitialSlots = [0, 1] });

        void AssertRefused(string message, PretrainOptions options) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Pretrainer.Train(weights, problem, PairRows.Many(), options, Tiny.Context())).Message, message);
    }

    [TestMethod]
    public void Train_WhereTheCallerSwitchedGradientsOff_StillLearns()
    {
        using var weights = NetworkWeights.Initialize(new FeedForwardNetwork([4]), Problem.Shape, 3);
        using var gradients = no_grad();

        Assert.HasCount(2, Pretrainer.Train(weights, Problem, Table, new PretrainOptions { StepCount = 2 }, Tiny.Context()));
    }
}
