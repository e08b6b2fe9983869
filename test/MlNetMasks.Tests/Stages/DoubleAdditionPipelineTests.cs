using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Data;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>The double addition through the stages: one-digit pairs, functions as output slots.</summary>
[TestClass]
public sealed class DoubleAdditionPipelineTests
{
    [TestMethod]
    public void SlotMasks_OfAFeedForwardNetwork_KeepTheirPairAndLoseTheOther()
    {
        var ml = new MLContext(seed: 1);
        var masks = new MaskStageOptions { StepCount = 600, LearningRate = 5e-2, Beta = 1e-4 };
        using var model = ml.Masks.Pretrain(new FeedForwardNetwork([96, 96]), new() { Problem = new DoubleAdditionProblem(), StepCount = 800, LearningRate = 3e-3 })
            .Append(ml.Masks.Learn("first", masks with { Slots = [0] }))
            .Append(ml.Masks.Learn("second", masks with { Slots = [1] }))
            .Fit(Source(DataSplit.Train, 5_000));

        var results = ml.Masks.Evaluate(model, Source(DataSplit.Validation, 500), new() { Sets = [new("first", null, [0]), new("second", null, [1])] });

        foreach (var (pair, other) in new[] { ("first", "second"), ("second", "first") })
        {
            Assert.IsGreaterThan(0.95, results.Accuracy("", Condition.Unmasked, pair));
            Assert.IsGreaterThan(0.9, results.Accuracy(pair, Condition.Mask, pair));
            Assert.IsLessThan(0.3, results.Accuracy(pair, Condition.Mask, other));
        }
    }

    [TestMethod]
    [DataRow(PairMode.Together)]
    [DataRow(PairMode.OnlyOne)]
    [DataRow(PairMode.SameInput)]
    [DataRow(PairMode.SameOutput)]
    [DataRow(PairMode.SameIo)]
    [DataRow(PairMode.OnlyOneIo)]
    public void Model_OfAnLstmInEachMode_ComesBackEqual(PairMode mode)
    {
        using var file = new MemoryStream();
        var ml = new MLContext(seed: 1);
        var data = Source(DataSplit.Train, 60);
        var options = new PretrainStageOptions
        {
            Problem = new DoubleAdditionProblem { Mode = mode },
            StepCount = 3,
            BatchSize = 8,
            InitialSlots = [1],
            InitialSlotStepCount = 2,
        };
        var network = new LstmNetwork(6) { LayerCount = 1, StepCount = 2 };
        using var model = ml.Masks.Pretrain(network, options).Append(ml.Masks.Learn("first", new() { StepCount = 3, BatchSize = 8, Slots = [0] })).Fit(data);
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;

        var loaded = ml.Model.Load(file, out _);

        var found = ModelStages.Find(loaded).Pretrained;
        Assert.AreEqual(options, found.Options);
        Assert.AreEqual(network, found.Network.Weights.Spec);
        Assert.AreEqual(ModelStages.Find(model).Pretrained.Network.Weights.Shape, found.Network.Weights.Shape);
        foreach (var column in new[] { "Score", "first.Score" })
        {
            var expected = model.Transform(data).GetColumn<float[]>(column).ToList();
            Assert.HasCount(20, expected[0]);
            Assert.AreSequenceEqual(expected.SelectMany(scores => scores), loaded.Transform(data).GetColumn<float[]>(column).SelectMany(scores => scores));
        }
    }

    [TestMethod]
    public void Pretrain_OfAFeedForwardNetworkInAModeThatNeedsMemory_IsRefused() => StringAssert.Contains(
        Toy.Message<ArgumentException>(() => new MLContext(seed: 1).Masks
            .Pretrain(Toy.Network, Toy.FewSteps with { Problem = new DoubleAdditionProblem { Mode = PairMode.SameOutput } }).Fit(Source(DataSplit.Train, 20))),
        "A feed-forward network has no memory");

    [TestMethod]
    public void Pretrain_WithAWrongDelay_IsRefusedBeforeAnyStep()
    {
        var ml = new MLContext(seed: 1);
        var options = Toy.FewSteps with { Problem = new DoubleAdditionProblem() };

        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.Pretrain(Toy.Network, options with { InitialSlots = [0] })), "InitialSlotStepCount is 0");
        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => ml.Masks.Pretrain(Toy.Network, options with { InitialSlots = [2], InitialSlotStepCount = 2 }).Fit(Source(DataSplit.Train, 20))),
            "The delay of stage 'pretrain' chooses output slots [2]; the problem has slots 0 to 1.");
    }

    private static DoubleAdditionSource Source(DataSplit split, int rows) => new(split, rows, new DoubleAdditionOptions { Digits = 1 });
}
