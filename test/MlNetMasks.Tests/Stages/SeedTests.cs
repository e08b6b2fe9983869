using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;

namespace MlNetMasks.Tests.Stages;

[TestClass]
public sealed class SeedTests
{
    private static readonly PretrainStageOptions Pretrain = Toy.FewSteps with { StepCount = 20 };
    private static readonly MaskStageOptions Mask = Toy.FewMaskSteps with { StepCount = 20, LearningRate = 0.3 };

    [TestMethod]
    public void Fit_WithTheSameContextSeed_IsBitIdentical()
    {
        var (first, second) = (Fit(new MLContext(seed: 3)), Fit(new MLContext(seed: 3)));

        Assert.AreEqual(first.Fingerprint, second.Fingerprint);
        Assert.AreEqual(first.Masks, second.Masks);
        CollectionAssert.AreEqual(first.Records, second.Records);
        Assert.IsGreaterThan(0, first.Masks["red"].Kept);
        Assert.IsLessThan(first.Masks.Layout.Count, first.Masks["red"].Kept);
    }

    [TestMethod]
    public void Fit_WithAnotherContextSeed_DrawsOtherWeightsAndMasks()
    {
        var (first, second) = (Fit(new MLContext(seed: 3)), Fit(new MLContext(seed: 4)));

        Assert.AreNotEqual(first.Fingerprint, second.Fingerprint);
        Assert.AreNotEqual(first.Masks, second.Masks);
    }

    [TestMethod]
    public void Fit_WithAStageAdded_LeavesTheOthersDrawsAlone()
    {
        var expected = Fit(new MLContext(seed: 3));
        var ml = new MLContext(seed: 3);
        var data = Toy.Data(ml);
        using var model = ml.Transforms.CopyColumns("Copied", "Color")
            .Append(ml.Transforms.ApproximatedKernelMap("Random", "Features", rank: 3))
            .Append(ml.Masks.Pretrain(Toy.Network, Pretrain))
            .Append(ml.Masks.Learn("control", Mask with { Role = MaskRole.Control }))
            .Append(ml.Masks.Learn("red", Mask with { Rows = Toy.Color("red") }))
            .Append(ml.Masks.Learn("green", Mask with { Rows = Toy.Color("green") }))
            .Append(ml.Masks.Learn("blue", Mask with { Rows = Toy.Color("blue") }))
            .Fit(data);

        var found = ml.Masks.Analyze(model).Masks;
        Assert.AreEqual(expected.Fingerprint, ml.Masks.NetworkOf(model).Fingerprint);
        Assert.AreEqual(expected.Masks["red"], found["red"]);
        Assert.AreEqual(expected.Masks["blue"], found["blue"]);
        Assert.IsFalse(found["red"].BitsEqual(found["green"]));
    }

    [TestMethod]
    public void Seed_OfTheOptions_ReplacesTheContexts()
    {
        var first = Fit(new MLContext(seed: 3), seed: 9);
        var second = Fit(new MLContext(seed: 4), seed: 9);

        Assert.AreEqual(first.Fingerprint, second.Fingerprint);
        Assert.AreEqual(first.Masks, second.Masks);
        Assert.AreNotEqual(first.Fingerprint, Fit(new MLContext(seed: 3)).Fingerprint);
    }

    [TestMethod]
    public void Masks_OfOneFunctionUnderTwoNames_AreTwoDraws()
    {
        var ml = new MLContext(seed: 3);
        using var model = ml.Masks.Pretrain(Toy.Network, Pretrain)
            .Append(ml.Masks.Learn("red-1", Mask with { Rows = Toy.Color("red") }))
            .Append(ml.Masks.Learn("red-2", Mask with { Rows = Toy.Color("red"), Replicate = 1 }))
            .Fit(Toy.Data(ml));

        var masks = ModelStages.Find(model).Masks;
        Assert.IsFalse(masks[0].Curve.SequenceEqual(masks[1].Curve));
    }

    [TestMethod]
    public void Threads_OfAStage_DoNotChangeWhatItDraws()
    {
        var counters = new[] { 1, 2, 3 }.Select(threads =>
        {
            var counter = new StepCounter();
            var ml = new MLContext(seed: 3);
            using var model = Toy.Chain(ml, Pretrain, Mask with { Threads = threads, Progress = counter }).Fit(Toy.Data(ml));
            return counter;
        }).ToList();

        // The loss of the first step depends on the rows and masks drawn and on nothing learned yet.
        foreach (var stage in new[] { "red", "blue" })
        {
            var losses = counters.Select(counter => counter.Steps.First(step => step.Stage == stage).Loss).ToList();
            Assert.IsTrue(losses.TrueForAll(loss => Math.Abs(loss - losses[0]) < 1e-6), string.Join(" ", losses));
        }
    }

    private static (string Fingerprint, MaskSet Masks, ResultRecord[] Records) Fit(MLContext ml, int? seed = null)
    {
        var data = Toy.Data(ml);
        using var model = Toy.Chain(ml, Pretrain with { Seed = seed }, Mask with { Seed = seed }).Fit(data);
        var records = ml.Masks.Evaluate(model, data).Records.Concat(ml.Masks.Analyze(model).Records).ToArray();
        return (ml.Masks.NetworkOf(model).Fingerprint, ml.Masks.Analyze(model).Masks, records);
    }
}
