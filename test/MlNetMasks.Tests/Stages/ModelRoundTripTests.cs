using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Tests.Probe;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>Models through ML.NET's own Save and Load.</summary>
[TestClass]
public sealed class ModelRoundTripTests
{
    [TestMethod]
    public void Model_SavedAndLoadedByStockCalls_ComesBackTypedAndEqual()
    {
        using var folder = new TemporaryFolder();
        var ml = AddMulModel.Context;
        ml.Model.Save(AddMulModel.Model, AddMulModel.Train.Schema, folder.File("model.zip"));
        var other = new MLContext();
        _ = other.Masks;

        using var loaded = (TransformerChain<ITransformer>)other.Model.Load(folder.File("model.zip"), out var schema);

        CollectionAssert.AreEqual(AddMulModel.Train.Schema.Select(column => column.Name).ToArray(), schema.Select(column => column.Name).ToArray());
        var (expected, found) = (ModelStages.Find(AddMulModel.Model), ModelStages.Find(loaded));
        Assert.AreEqual(expected.Pretrained.Options, found.Pretrained.Options);
        Assert.AreEqual(expected.Pretrained.Network.Weights.Spec, found.Pretrained.Network.Weights.Spec);
        Assert.AreEqual(expected.Pretrained.Network.Fingerprint, found.Pretrained.Network.Fingerprint);
        CollectionAssert.AreEqual(expected.Pretrained.Curve.ToArray(), found.Pretrained.Curve.ToArray());
        Assert.AreEqual(expected.ToMaskSet(), found.ToMaskSet());
        foreach (var (mask, read) in expected.Masks.Zip(found.Masks))
        {
            Assert.AreEqual(mask.Options, read.Options);
            Assert.AreEqual(mask.Function, read.Function);
            CollectionAssert.AreEqual(mask.Curve.ToArray(), read.Curve.ToArray());
            CollectionAssert.AreEqual(mask.Histogram.Counts.ToArray(), read.Histogram.Counts.ToArray());
            CollectionAssert.AreEqual(mask.Health!.Layers.ToArray(), read.Health!.Layers.ToArray());
        }

        CollectionAssert.AreEqual(
            ml.Masks.Evaluate(AddMulModel.Model, AddMulModel.Validation).Records.ToArray(), other.Masks.Evaluate(loaded, AddMulModel.Validation).Records.ToArray());
        CollectionAssert.AreEqual(ml.Masks.Analyze(AddMulModel.Model).Records.ToArray(), other.Masks.Analyze(loaded).Records.ToArray());
        foreach (var column in new[] { "Score", "add.Score" })
        {
            var pairs = AddMulModel.Model.Transform(AddMulModel.Validation).GetColumn<float[]>(column).Zip(loaded.Transform(AddMulModel.Validation).GetColumn<float[]>(column));
            Assert.IsTrue(pairs.All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)), column);
        }
    }

    [TestMethod]
    public void Options_OfEveryKind_ComeBackEqual()
    {
        using var file = new MemoryStream();
        var ml = new MLContext(seed: 1);
        var data = AddMulModel.Source(MlNetMasks.Data.DataSplit.Train, 50);
        var pretrain = new PretrainStageOptions
        {
            Problem = new DigitsProblem { CandidateColumns = [] },
            Rows = RowFilter.KeyIsNotIn("Operation", ["mul"]),
            Slots = [0],
            Seed = -5,
            StepCount = 1,
            BatchSize = 3,
            LearningRate = 0.1,
            GradientClip = double.PositiveInfinity,
        };
        var mask = new MaskStageOptions
        {
            Rows = RowFilter.KeyIsIn("Operation", ["add", "mul"]),
            Slots = [0],
            Replicate = 7,
            Role = MaskRole.Control,
            Seed = 12,
            StepCount = 2,
            BatchSize = 6,
            SampleCount = 3,
            LearningRate = 0.25,
            Beta = 0.5,
            GradientClip = 2,
            InitialLogit = -1,
            Precision = Precision.BFloat16,
        };
        using var model = ml.Masks.Pretrain(new FeedForwardNetwork([3, 4]) { MaskBiases = true }, pretrain).Append(ml.Masks.Learn("m", mask)).Fit(data);
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;

        var loaded = ModelStages.Find(ml.Model.Load(file, out _));

        Assert.AreEqual(pretrain, loaded.Pretrained.Options);
        Assert.AreEqual(mask, loaded.Masks[0].Options);
        Assert.AreEqual(new FeedForwardNetwork([3, 4]) { MaskBiases = true }, loaded.Pretrained.Network.Weights.Spec);
        Assert.AreNotEqual(mask, mask with { Rows = RowFilter.Between("Operation", 1, 2) });
    }

    [TestMethod]
    public void Model_LoadedInAFreshProcess_ScoresTheSame()
    {
        if (FreshProcess.Argument is { } saved)
        {
            var ml = new MLContext();
            _ = ml.Masks;
            using var loaded = (TransformerChain<ITransformer>)ml.Model.Load(saved, out _);
            Assert.AreEqual(File.ReadAllText(saved + ".scores"), Scores(loaded));
            CollectionAssert.AreEqual(new[] { "control", "add", "mul" }, ModelStages.Find(loaded).Masks.Select(mask => mask.Name).ToArray());
            return;
        }

        using var folder = new TemporaryFolder();
        AddMulModel.Context.Model.Save(AddMulModel.Model, AddMulModel.Train.Schema, folder.File("model.zip"));
        File.WriteAllText(folder.File("model.zip.scores"), Scores(AddMulModel.Model));
        FreshProcess.Run(nameof(Model_LoadedInAFreshProcess_ScoresTheSame), folder.File("model.zip"));
    }

    [TestMethod]
    public void LoadedModel_WithAnotherLearnStageBehind_RefusesARepeatAndTakesANewFunction()
    {
        using var file = new MemoryStream();
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        ml.Model.Save(Toy.Chain(ml).Fit(data), data.Schema, file);
        file.Position = 0;
        var loaded = ml.Model.Load(file, out _).Transform(data);

        var message = Toy.Message<ArgumentException>(() => ml.Masks.Learn("again", Toy.FewMaskSteps with { Rows = RowFilter.KeyIsNotIn("Color", ["green", "blue"]) }).Fit(loaded));
        StringAssert.Contains(message, "Masks 'red' and 'again' are learned on the same rows and output slots");
        Assert.AreEqual("green", ml.Masks.Learn("green", Toy.FewMaskSteps with { Rows = Toy.Color("green") }).Fit(loaded).Name);
    }

    [TestMethod]
    public void Mask_PutBehindOtherWeights_IsRefused()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var mask = ModelStages.Find(Toy.Chain(ml).Fit(data)).Masks[0];
        var other = ml.Masks.Pretrain(Toy.Network, Toy.FewSteps with { Seed = 99 }).Fit(data).Transform(data);

        var message = Toy.Message<ArgumentException>(() => mask.Transform(other));

        StringAssert.Contains(message, "Mask 'red' was learned on other weights than those of the network upstream");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => mask.Transform(data)), "No column carries a PretrainedNetwork");
    }

    [TestMethod]
    public void StoredProblem_HoldsWhatAUserSetAndNothingComputed()
    {
        var json = JsonSerializer.Serialize<Problem>(new ClassificationProblem("x", "y"), new MLContext().Masks.Registries.Json);

        Assert.AreEqual("""{"id":"classification","options":{"featuresColumn":"x","labelColumn":"y"}}""", json);
    }

    private static string Scores(ITransformer model) => string.Join(
        "\n", model.Transform(AddMulModel.Source(MlNetMasks.Data.DataSplit.Validation, 20)).GetColumn<float[]>("mul.Score").Select(
            scores => string.Join(" ", scores.Select(score => score.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))));
}
