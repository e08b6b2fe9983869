using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Tests.Stages;

namespace MlNetMasks.Tests.Evaluation;

[TestClass]
public sealed class MaskEvaluationTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly TransformerChain<MaskTransformer> Model = Toy.Chain(Ml, Toy.FewSteps with { StepCount = 40, LearningRate = 1e-2 }).Fit(Toy.Data(Ml));

    [TestMethod]
    public void Evaluate_ByDefault_TestsEveryMaskAndItsInverseOnAllRows()
    {
        var records = Ml.Masks.Evaluate(Model, Toy.Data(Ml), new() { Labels = new ResultLabels("e", "v", 3) }).Records;

        CollectionAssert.AreEqual(
            new[] { ("", Condition.Unmasked), ("red", Condition.Mask), ("red", Condition.Inverse), ("blue", Condition.Mask), ("blue", Condition.Inverse) },
            records.Where(record => record.Metric == Metrics.Accuracy).Select(record => (record.Mask, record.Condition)).ToArray());
        Assert.IsTrue(records.All(record => record is { Experiment: "e", Variant: "v", Seed: 3, Stage: "evaluate", DataSet: "all", Layer: "", Step: null }));
        Assert.IsTrue(records.Where(record => record.Metric == Metrics.Count).All(record => record.Value == 120));
    }

    [TestMethod]
    public void Evaluate_OnSets_CountsEachSetsRows()
    {
        var evaluation = Ml.Masks.Evaluate(Model, Toy.Data(Ml), new()
        {
            Sets = [new("red", Toy.Color("red")), new("small", RowFilter.Between("Size", 0, 0.2))],
            Conditions = [Condition.Mask],
        });

        Assert.HasCount(4, evaluation.Records.Where(record => record.Metric == Metrics.Count).ToList());
        Assert.IsTrue(evaluation.Records.Where(record => record is { Metric: Metrics.Count, DataSet: "red" }).All(record => record.Value == 40));
        Assert.IsTrue(evaluation.Records.Where(record => record is { Metric: Metrics.Count, DataSet: "small" }).All(record => record.Value == 48));
        // Classes that a set lacks have no confusion.
        Assert.IsTrue(evaluation.Records.Where(record => record is { Metric: Metrics.Confusion, DataSet: "red" }).All(record => record.Unit == "red"));
        Assert.AreEqual(evaluation.Records.Count, evaluation.ToDataFrame().Rows.Count);
        StringAssert.Contains(Toy.Message<ArgumentException>(() => evaluation.Accuracy("red", Condition.Inverse, "red")), "no accuracy of mask 'red', condition 'inverse', set 'red'");
    }

    [TestMethod]
    public void Evaluate_OfAChainWithPreparation_GetsTheRawData()
    {
        var raw = Toy.Raw(Ml);
        using var model = Ml.Transforms.Conversion.MapValueToKey("Label", "Color")
            .Append(Ml.Transforms.NormalizeMinMax("Features"))
            .Append(Toy.Chain(Ml, Toy.FewSteps with { StepCount = 40, LearningRate = 1e-2 }))
            .Fit(raw);

        var right = model.Transform(raw).GetColumn<bool>("blue.Correct").Average(value => value ? 1.0 : 0);
        Assert.AreEqual(right, Ml.Masks.Evaluate(model, raw).Accuracy("blue", Condition.Mask, "all"), 1e-12);
    }

    [TestMethod]
    public void Evaluate_OnKeysWithoutNames_UsesTheNamesOfTheTraining()
    {
        var rows = Toy.Rows(120).Select(row => new Unnamed { Features = row.Features, Label = (uint)Array.IndexOf(["red", "green", "blue"], row.Color) });

        var evaluation = Ml.Masks.Evaluate(Model, Ml.Data.LoadFromEnumerable(rows));

        var expected = Ml.Masks.Evaluate(Model, Toy.Data(Ml));
        CollectionAssert.AreEqual(expected.Records.ToArray(), evaluation.Records.ToArray());
    }

    [TestMethod]
    public void Evaluate_OfWhatCannotBeTested_IsRefused()
    {
        var data = Toy.Data(Ml);
        AssertRefused(new() { Sets = [] }, "at least one is needed");
        AssertRefused(new() { Sets = [new("a"), new("a")] }, "names must differ");
        AssertRefused(new() { Conditions = [Condition.HalfLate] }, "Condition 'half-late' needs a control mask");
        AssertRefused(new() { Sets = [new("a", RowFilter.KeyIs("Label", "purple"))] }, "no value of key column 'Label'");
        StringAssert.Contains(Toy.Message<ArgumentException>(() => Ml.Masks.Evaluate(Model, Toy.Raw(Ml))), "Column 'Label' (a key) is missing");
        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => Ml.Masks.Evaluate(Ml.Transforms.CopyColumns("x", "Color").Fit(data), data)), "The model has 0 pretraining stages, expected exactly one");

        void AssertRefused(EvaluationOptions options, string expected) => StringAssert.Contains(Toy.Message<ArgumentException>(() => Ml.Masks.Evaluate(Model, data, options)), expected);
    }

    private sealed class Unnamed
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        [KeyType(3)]
        public uint Label { get; set; }
    }
}
