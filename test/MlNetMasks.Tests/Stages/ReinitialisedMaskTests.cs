using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Persistence;

namespace MlNetMasks.Tests.Stages;

/// <summary>Masks on fresh weights, and several masks of one function.</summary>
[TestClass]
public sealed class ReinitialisedMaskTests
{
    private static readonly MaskStageOptions Mask = new() { StepCount = 30, BatchSize = 16, LearningRate = 0.2, Rows = Toy.Color("red") };

    [TestMethod]
    public void Learn_OnFreshWeights_IsNoRepeatOfTheMaskOfTheSameRows()
    {
        var (ml, model) = Fit();
        var masks = ml.Masks.Analyze(model).Masks;

        CollectionAssert.AreEqual(new[] { MaskRole.Function, MaskRole.Reinitialised }, masks.Select(entry => entry.Role).ToArray());
        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => ml.Masks.Pretrain(Toy.Network, Toy.FewSteps)
                .Append(ml.Masks.Learn("fresh", Mask with { Reinitialise = true }))
                .Append(ml.Masks.Learn("again", Mask with { Reinitialise = true })).Fit(Toy.Data(ml))),
            "Masks 'fresh' and 'again' are learned on the same rows");
    }

    [TestMethod]
    public void Columns_OfAMaskOnFreshWeights_AreScoredWithThem()
    {
        var (ml, model) = Fit();
        var data = Toy.Data(ml);
        var evaluation = ml.Masks.Evaluate(model, data, new() { Conditions = [Condition.Mask, Condition.Reinitialised] });

        var scored = model.Transform(data);
        Assert.AreEqual(evaluation.Accuracy("fresh", Condition.Reinitialised, "all"), scored.GetColumn<bool>("fresh.Correct").Average(correct => correct ? 1.0 : 0), 1e-12);
        Assert.IsFalse(evaluation.Records.Any(record => record.Mask == "fresh" && record.Condition == Condition.Mask));

        var cut = ml.Masks.Subnetwork(model, "fresh");
        Assert.IsTrue(Scores(cut.Transform(data), "Score").SequenceEqual(Scores(scored, "fresh.Score")));
        Assert.IsFalse(cut.Network.Weights.Values(0).SequenceEqual(ml.Masks.Subnetwork(model, "red").Network.Weights.Values(0)));
        var bias = cut.Network.Weights.Layout.IndexOf("layers.0.bias");
        Assert.IsFalse(cut.Network.Weights.Values(bias).SequenceEqual(ml.Masks.NetworkOf(model).Weights.Values(bias)));
    }

    [TestMethod]
    public void Model_SavedAndLoaded_MakesTheFreshWeightsAgain()
    {
        var (ml, model) = Fit();
        var data = Toy.Data(ml);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        var other = new MLContext(seed: 77);
        _ = other.Masks;

        var loaded = other.Model.Load(file, out _);

        Assert.AreEqual(ml.Masks.Analyze(model).Masks, other.Masks.Analyze(loaded).Masks);
        Assert.IsTrue(Scores(model.Transform(data), "fresh.Score").SequenceEqual(Scores(loaded.Transform(data), "fresh.Score")));
        Assert.AreEqual(ml.Masks.Subnetwork(model, "fresh").Network.Fingerprint, other.Masks.Subnetwork(loaded, "fresh").Network.Fingerprint);
    }

    [TestMethod]
    public void Stage_OnFreshWeights_StoresNoWeights()
    {
        var (ml, model) = Fit();
        var stages = ModelStages.Find(model).Masks;

        Assert.IsLessThan(200L, Math.Abs(Length(stages[1]) - Length(stages[0])));

        long Length(MaskTransformer stage)
        {
            using var file = new MemoryStream();
            StagePayload.Write(file, stage);
            return file.Length;
        }
    }

    [TestMethod]
    public void FreshWeights_FollowFromTheSeed()
    {
        Assert.AreEqual(Fresh(3), Fresh(3));
        Assert.AreNotEqual(Fresh(3), Fresh(4));

        static string Fresh(int seed)
        {
            var (ml, model) = Fit(seed);
            return ml.Masks.Subnetwork(model, "fresh").Network.Fingerprint;
        }
    }

    [TestMethod]
    [DataRow(MaskRole.Control, true, "Role is Control and Reinitialise is set")]
    [DataRow(MaskRole.Reinitialised, false, "Role is Reinitialised; a stage learns the mask of a Function or the Control")]
    [DataRow(MaskRole.Expression, false, "Role is Expression")]
    public void Learn_RoleThatNoStageHas_IsRefusedWhenItIsMade(MaskRole role, bool reinitialise, string expected)
    {
        var ml = new MLContext(seed: 1);
        StringAssert.Contains(Toy.Message<ArgumentException>(() => ml.Masks.Learn("x", Mask with { Role = role, Reinitialise = reinitialise })), expected);
    }

    [TestMethod]
    public void Replicates_OfAFunction_HaveStabilityAndDoNotShare()
    {
        var ml = new MLContext(seed: 3);
        using var model = ml.Masks.Pretrain(Toy.Network, Toy.FewSteps)
            .Append(ml.Masks.Learn("red", Mask))
            .Append(ml.Masks.Learn("red-2", Mask with { Replicate = 1, Function = "red" }))
            .Append(ml.Masks.Learn("blue", Mask with { Rows = Toy.Color("blue") }))
            .Fit(Toy.Data(ml));
        using var file = new MemoryStream();
        ml.Model.Save(model, Toy.Data(ml).Schema, file);
        file.Position = 0;

        var analysis = ml.Masks.Analyze(ml.Model.Load(file, out _));

        CollectionAssert.AreEqual(new[] { "red", "red", "blue" }, analysis.Masks.Select(entry => entry.Function).ToArray());
        var masks = analysis.Masks;
        var total = analysis.Stability().Rows.Single(row => (string)row["Layer"] == "");
        Assert.AreEqual(MaskStatistics.IoU(masks["red"], masks["red-2"]), (double)total["stability"]);
        Assert.AreEqual("red", total["Mask"]);
        Assert.AreEqual(
            (double)MaskStatistics.Intersection(masks["red"], masks["blue"]) / masks["red"].Kept,
            analysis.Records.Single(record => record is { Mask: "red", Metric: Metrics.Shared, Layer: "" }).Value);
        Assert.HasCount(3, analysis.Records.Where(record => record is { Mask: "red", Metric: Metrics.Selection, Layer: "" }).ToList());
        Assert.AreEqual(3 + 6, analysis.Overlap().Rows.Count);
    }

    private static IEnumerable<float> Scores(IDataView view, string column) => view.GetColumn<float[]>(column).SelectMany(scores => scores);

    private static (MLContext Ml, TransformerChain<MaskTransformer> Model) Fit(int seed = 3)
    {
        var ml = new MLContext(seed);
        return (ml, ml.Masks.Pretrain(Toy.Network, Toy.FewSteps)
            .Append(ml.Masks.Learn("red", Mask))
            .Append(ml.Masks.Learn("fresh", Mask with { Reinitialise = true }))
            .Fit(Toy.Data(ml)));
    }
}
