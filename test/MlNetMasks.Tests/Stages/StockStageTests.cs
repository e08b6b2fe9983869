using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;

namespace MlNetMasks.Tests.Stages;

/// <summary>The stages among ML.NET's own: chains, caches, cross-validation, stock metrics.</summary>
[TestClass]
public sealed class StockStageTests
{
    private static readonly PretrainStageOptions Quick = new() { StepCount = 150, BatchSize = 32, LearningRate = 1e-2 };

    [TestMethod]
    public void Append_OfStockStagesAroundOurs_FitsAndKeepsSlotNamesAndKeyValues()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Raw(ml);
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Color")
            .Append(ml.Transforms.NormalizeMinMax("Features"))
            .Append(ml.Masks.Pretrain(Toy.Network, Quick))
            .Append(ml.Transforms.CopyColumns("Copied", "Score"))
            .Append(ml.Masks.Learn("red", Toy.FewMaskSteps with { Rows = Toy.Color("red") }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Answer", "red.PredictedLabel"));

        using var model = pipeline.Fit(data);

        var scored = model.Transform(data);
        Assert.IsTrue(scored.GetColumn<string>("Answer").All(color => color is "red" or "green" or "blue"));
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Copied"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "red", "green", "blue" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        Assert.HasCount(1, ModelStages.Find(model).Masks);
    }

    [TestMethod]
    public void AppendCacheCheckpoint_AnywhereInTheChain_ChangesNothing()
    {
        var plain = new MLContext(seed: 1);
        using var expected = Toy.Chain(plain).Fit(Toy.Data(plain));

        var ml = new MLContext(seed: 1);
        var cached = ml.Transforms.CopyColumns("Copied", "Color")
            .AppendCacheCheckpoint(ml)
            .Append(ml.Masks.Pretrain(Toy.Network, Toy.FewSteps))
            .AppendCacheCheckpoint(ml)
            .Append(ml.Masks.Learn("red", Toy.FewMaskSteps with { Rows = Toy.Color("red") }))
            .AppendCacheCheckpoint(ml)
            .Append(ml.Masks.Learn("blue", Toy.FewMaskSteps with { Rows = Toy.Color("blue") }));
        using var found = cached.Fit(Toy.Data(ml));

        Assert.AreEqual(ModelStages.Find(expected).Pretrained.Network.Fingerprint, ModelStages.Find(found).Pretrained.Network.Fingerprint);
        Assert.AreEqual(ModelStages.Find(expected).ToMaskSet(), ModelStages.Find(found).ToMaskSet());
    }

    [TestMethod]
    public void Evaluate_OfStockClassification_AgreesWithOurAccuracy()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        using var model = Toy.Chain(ml, Quick).Fit(data);
        var scored = model.Transform(data);

        var metrics = ml.MulticlassClassification.Evaluate(scored);
        var masked = ml.MulticlassClassification.Evaluate(scored, "Label", "red.Score", "red.PredictedLabel");

        var ours = ml.Masks.Evaluate(model, data);
        Assert.IsGreaterThan(0.95, metrics.MicroAccuracy);
        Assert.AreEqual(ours.Accuracy("", Condition.Unmasked, "all"), metrics.MicroAccuracy, 1e-12);
        Assert.AreEqual(ours.Accuracy("red", Condition.Mask, "all"), masked.MicroAccuracy, 1e-12);
        var confusion = ours.Records.Where(record => record.Metric == Metrics.Confusion && record.Condition == Condition.Unmasked)
            .ToDictionary(record => (record.Unit, record.Against), record => record.Value);
        Assert.AreEqual(metrics.ConfusionMatrix.PerClassRecall[0], confusion[("red", "red")], 1e-12);
        Assert.AreEqual(metrics.ConfusionMatrix.PerClassRecall[2], confusion[("blue", "blue")], 1e-12);
    }

    [TestMethod]
    public void CrossValidate_WithPretrainLast_GivesOneGoodModelPerFold()
    {
        var ml = new MLContext(seed: 1);

        var folds = ml.MulticlassClassification.CrossValidate(Toy.Data(ml), ml.Masks.Pretrain(Toy.Network, Quick), numberOfFolds: 3);

        Assert.HasCount(3, folds);
        Assert.IsTrue(folds.All(fold => fold.Metrics.MicroAccuracy > 0.9 && fold.Model is PretrainedTransformer));
    }

    [TestMethod]
    public void CrossValidate_WithMasksBehind_LearnsThemPerFold()
    {
        var ml = new MLContext(seed: 1);

        var folds = ml.MulticlassClassification.CrossValidate(Toy.Data(ml), Toy.Chain(ml, Quick), numberOfFolds: 2);

        Assert.HasCount(2, folds);
        foreach (var fold in folds)
        {
            Assert.IsGreaterThan(0.9, fold.Metrics.MicroAccuracy);
            CollectionAssert.AreEqual(new[] { "red", "blue" }, ModelStages.Find(fold.Model).Masks.Select(mask => mask.Name).ToArray());
            Assert.IsTrue(fold.ScoredHoldOutSet.Schema.GetColumnOrNull("blue.Score").HasValue);
        }
    }

    [TestMethod]
    public void GetOutputSchema_OfEveryEstimator_IsTheSchemaItsTransformerGives()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var chain = Toy.Chain(ml);
        using var model = chain.Fit(data);
        var schema = model.GetOutputSchema(data.Schema);

        var shape = chain.GetOutputSchema(ShapeReader.Of(data));

        var visible = schema.Where(column => !column.IsHidden).ToList();
        CollectionAssert.AreEqual(visible.Select(column => column.Name).ToArray(), shape.Select(column => column.Name).ToArray());
        foreach (var column in visible)
        {
            var declared = shape.Single(other => other.Name == column.Name);
            Assert.AreEqual(column.Type is VectorDataViewType, declared.Kind == SchemaShape.Column.VectorKind.Vector, column.Name);
            Assert.AreEqual(column.Type is KeyDataViewType, declared.IsKey, column.Name);
            Assert.AreEqual(((column.Type as VectorDataViewType)?.ItemType ?? column.Type).RawType, declared.ItemType.RawType, column.Name);
            CollectionAssert.IsSubsetOf(
                declared.Annotations.Select(annotation => annotation.Name).ToArray(), column.Annotations.Schema.Select(annotation => annotation.Name).ToArray(), column.Name);
            if (column.Index >= data.Schema.Count)
            {
                Assert.HasCount(declared.Annotations.Count, column.Annotations.Schema, column.Name);
            }
        }
    }
}
