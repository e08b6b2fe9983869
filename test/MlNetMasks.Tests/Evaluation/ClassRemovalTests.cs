using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Tests.Stages;

namespace MlNetMasks.Tests.Evaluation;

/// <summary>Masks that leave classes out, compared with the control; and the gradients of masked networks.</summary>
[TestClass]
public sealed class ClassRemovalTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly IDataView Data = Toy.Data(Ml);
    private static readonly TransformerChain<MaskTransformer> Model = Fit(withControl: true);
    private static readonly MaskEvaluation Evaluation = Ml.Masks.Evaluate(Model, Data, new() { Sets = [new("all"), new("red", Toy.Color("red")), new("others", RowFilter.KeyIsNot("Color", "red"))] });

    [TestMethod]
    public void Drops_OfAMask_FollowFromTheConfusions()
    {
        var (control, masked) = (Diagonal("control"), Diagonal("without-red"));
        var drops = new ClassDrops(control, masked, [0]);

        CollectionAssert.AreEqual(drops.Relative.ToArray(), new[] { "red", "green", "blue" }.Select(name => Value("without-red", "all", Metrics.RelativeDrop, name)).ToArray());
        Assert.AreEqual(drops.Target, Value("without-red", "all", Metrics.TargetDrop));
        Assert.AreEqual(drops.Target, Value("without-red", "all", Metrics.TargetDrop, "red"));
        Assert.AreEqual(drops.MeanOther, Value("without-red", "all", Metrics.MeanOtherDrop));
        Assert.AreEqual(drops.LargestOtherToTarget, Value("without-red", "all", Metrics.LargestOtherToTarget));
        Assert.IsGreaterThan(drops.MeanOther, drops.Target, "A class that never comes is given up before the others.");
    }

    [TestMethod]
    public void ConfusionDifference_IsMaskMinusControl()
    {
        foreach (var record in Evaluation.Records.Where(record => record.Metric == Metrics.ConfusionDifference && record.DataSet == "all"))
        {
            var expected = Confusion(record.Mask, record.Unit, record.Against) - Confusion("control", record.Unit, record.Against);
            Assert.AreEqual(expected, record.Value, 1e-12);
            Assert.AreEqual(Condition.Mask, record.Condition);
        }

        Assert.AreEqual(2 * 9, Evaluation.Records.Count(record => record.Metric == Metrics.ConfusionDifference && record.DataSet == "all"));
    }

    [TestMethod]
    public void Records_OfSetsAndMasksThatCannotBeCompared_AreNotThere()
    {
        var records = Evaluation.Records.Where(record => record.Metric is Metrics.RelativeDrop or Metrics.TargetDrop or Metrics.MeanOtherDrop).ToList();

        CollectionAssert.AreEquivalent(new[] { "without-red", "without-blue" }, records.Select(record => record.Mask).Distinct().ToArray(), "not the control, not a mask of one class, not one by another column");
        CollectionAssert.AreEqual(new[] { "red" }, records.Where(record => record is { Mask: "without-red", DataSet: "red" }).Select(record => record.Unit).ToArray());
        Assert.IsFalse(
            records.Any(record => record.Metric != Metrics.RelativeDrop && (record.DataSet == "red" || record is { Mask: "without-red", DataSet: "others" })), "Either what is left out or the others are missing.");
        Assert.IsTrue(records.Any(record => record is { Mask: "without-blue", DataSet: "others", Metric: Metrics.TargetDrop }), "green and blue are there");
        Assert.IsFalse(Ml.Masks.Evaluate(Fit(withControl: false), Data).Records.Any(record => record.Metric == Metrics.RelativeDrop));
        Assert.IsFalse(Ml.Masks.Evaluate(Model, Data, new() { Conditions = [Condition.Unmasked] }).Records.Any(record => record.Metric == Metrics.RelativeDrop));
    }

    [TestMethod]
    public void GradientCosine_OfTheModel_BeginsWithOneAndNamesTheModules()
    {
        var cosines = Ml.Masks.GradientCosine(Model, Data, new() { Masks = ["without-red", "control"], Set = new("others", RowFilter.KeyIsNot("Color", "red")), Labels = new ResultLabels("e", "v", 3) });

        Assert.HasCount(2 * 3, cosines.Records);
        Assert.AreSequenceEqual(["layers.0", "layers.1"], cosines.Modules);
        Assert.AreEqual(1, cosines.Value("control", 0));
        Assert.AreEqual(1, cosines.Value("without-red", 0));
        Assert.IsLessThan(1, cosines.Value("without-red", 2));
        Assert.IsTrue(cosines.Records.All(record => record is { Stage: Masks.Stages.Evaluate, DataSet: "others", Metric: Metrics.GradientCosine, Step: null, Experiment: "e", Variant: "v", Seed: 3 }));
        var frame = cosines.ToDataFrame();
        Assert.AreSequenceEqual(["", "layers.1", "layers.0"], Enumerable.Range(0, 3).Select(row => (string)frame["Module"][row]));
        Assert.AreSequenceEqual([0, 1, 2], Enumerable.Range(0, 3).Select(row => (int)frame["MaskedModules"][row]));
        Assert.AreEqual(cosines, Ml.Masks.GradientCosine(Model, Data, new() { Masks = ["without-red", "control"], Set = new("others", RowFilter.KeyIsNot("Color", "red")), Labels = new ResultLabels("e", "v", 3) }));
        StringAssert.Contains(Toy.Message<ArgumentException>(() => cosines.Value("control", 3)), "the network has 2 modules");
    }

    [TestMethod]
    public void GradientCosine_ThatCannotBe_IsRefused()
    {
        StringAssert.Contains(Toy.Message<ArgumentException>(() => Ml.Masks.GradientCosine(Model, Data, new() { Masks = ["red"] })), "asks for the gradients of 'red'");
        StringAssert.Contains(Toy.Message<InvalidDataException>(() => Ml.Masks.GradientCosine(Model, Data, new() { Set = new("none", RowFilter.KeyIs("Color", "pink")) })), "Evaluation set 'none' found no row");
        StringAssert.Contains(
            Toy.Message<ArgumentException>(() => Ml.Masks.GradientCosine(Ml.Masks.Pretrain(Toy.Network, Toy.FewSteps).Fit(Data), Data)), "has no mask on the network's own weights");
    }

    private static TransformerChain<MaskTransformer> Fit(bool withControl)
    {
        var learning = new MaskStageOptions { StepCount = 80, BatchSize = 16, LearningRate = 0.2, Beta = 1e-3 };
        return Ml.Masks.Pretrain(Toy.Network, new() { StepCount = 250, BatchSize = 16, LearningRate = 0.02 })
            .Append(Ml.Masks.Learn("control", learning with { Role = withControl ? MaskRole.Control : MaskRole.Function }))
            .Append(Ml.Masks.Learn("without-red", learning with { Rows = RowFilter.KeyIsNotAt("Label", [0]) }))
            .Append(Ml.Masks.Learn("without-blue", learning with { Rows = RowFilter.KeyIsNot("Label", "blue") }))
            .Append(Ml.Masks.Learn("green", learning with { Rows = RowFilter.KeyIs("Label", "green"), StepCount = 1 }))
            .Append(Ml.Masks.Learn("odd", learning with { Rows = RowFilter.KeyIsNot("Flag", "true"), StepCount = 1 }))
            .Fit(Data);
    }

    private static double[] Diagonal(string mask) => [.. new[] { "red", "green", "blue" }.Select(name => Confusion(mask, name, name))];

    private static double Confusion(string mask, string unit, string against) => Evaluation.Records.Single(record =>
        record.Mask == mask && record is { Condition: Condition.Mask, DataSet: "all", Metric: Metrics.Confusion } && record.Unit == unit && record.Against == against).Value;

    private static double Value(string mask, string set, string metric, string unit = "") =>
        Evaluation.Records.Single(record => record.Mask == mask && record.DataSet == set && record.Metric == metric && record.Unit == unit).Value;
}
