using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Tests.Stages;

namespace MlNetMasks.Tests.Evaluation;

[TestClass]
public sealed class ConditionTests
{
    private static readonly Condition[] All = [.. Enum.GetValues<Condition>().Where(condition => condition != Condition.None)];
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly IDataView Data = Toy.Data(Ml);
    private static readonly TransformerChain<MaskTransformer> Model = Fit();

    [TestMethod]
    public void Evaluate_EveryCondition_MakesOneCrossTable()
    {
        var records = Evaluate(new() { Conditions = All, Expressions = [Either], Sets = [new("red", Toy.Color("red")), new("all")] }).Records;

        Condition[] ofFunctions = [Condition.Mask, Condition.Inverse, Condition.InverseIoControl, Condition.InverseIoOnes, Condition.Random];
        (string, Condition)[] expected =
        [
            ("", Condition.Unmasked),
            .. ((Condition[])[.. ofFunctions[..^1], Condition.HalfEarly, Condition.HalfLate, Condition.Random]).Select(condition => ("control", condition)),
            .. ofFunctions.Select(condition => ("red", condition)),
            .. ofFunctions.Select(condition => ("blue", condition)),
            ("fresh", Condition.Reinitialised),
            ("either", Condition.Mask), ("either", Condition.Inverse), ("either", Condition.Random),
        ];
        foreach (var set in new[] { "red", "all" })
        {
            CollectionAssert.AreEqual(
                expected, records.Where(record => record.Metric == Metrics.Accuracy && record.DataSet == set).Select(record => (record.Mask, record.Condition)).ToArray());
        }
    }

    [TestMethod]
    [DataRow(Condition.Inverse)]
    [DataRow(Condition.InverseIoControl)]
    [DataRow(Condition.InverseIoOnes)]
    [DataRow(Condition.HalfEarly)]
    [DataRow(Condition.HalfLate)]
    public void Evaluate_Condition_TestsTheWeightsOfItsMask(Condition condition)
    {
        var masks = Ml.Masks.Analyze(Model).Masks;
        var mask = ConditionMask.IsOfControlOnly(condition) ? "control" : "red";
        using var weights = Ml.Masks.NetworkOf(Model).Weights.Thaw(ConditionMask.Of(condition, masks[mask], masks["control"]));
        var network = ModelStages.Find(Model).Pretrained;
        var cut = new PretrainedTransformer(Ml, new PretrainedNetwork(network.Network.Problem, network.Network.ColumnSizes, weights.Freeze()), network.Options, []);

        var expected = Ml.Masks.Evaluate(cut, Data, new() { Conditions = [Condition.Unmasked] }).Accuracy("", Condition.Unmasked, "all");

        Assert.AreEqual(expected, Evaluate(new() { Conditions = [condition] }).Accuracy(mask, condition, "all"));
    }

    [TestMethod]
    public void Evaluate_RandomMasks_RecordsMeanLeastAndLargestDraw()
    {
        const int Draws = 12;
        var options = new EvaluationOptions { Conditions = [Condition.Random], RandomDraws = Draws, Labels = new ResultLabels("e", "v", 9) };
        var masks = Ml.Masks.Analyze(Model).Masks;
        var network = ModelStages.Find(Model).Pretrained;
        var draws = Enumerable.Range(0, Draws).Select(draw =>
        {
            using var weights = network.Network.Weights.Thaw(WeightMask.Random(masks["control"], 9, draw));
            var cut = new PretrainedTransformer(Ml, new PretrainedNetwork(network.Network.Problem, network.Network.ColumnSizes, weights.Freeze()), network.Options, []);
            return Ml.Masks.Evaluate(cut, Data, new() { Conditions = [Condition.Unmasked] }).Accuracy("", Condition.Unmasked, "all");
        }).ToList();

        var all = Evaluate(options).Records;
        var records = all.Where(record => record.Mask == "control").ToDictionary(record => record.Metric, record => record.Value);

        CollectionAssert.AreEquivalent(new[] { "accuracy", "accuracy-low", "accuracy-high", "count" }, records.Keys.ToArray());
        Assert.AreEqual(draws.Average(), records["accuracy"], 1e-12);
        Assert.AreEqual(draws.Min(), records["accuracy-low"]);
        Assert.AreEqual(draws.Max(), records["accuracy-high"]);
        CollectionAssert.AreEqual(all.ToArray(), Evaluate(options).Records.ToArray());
    }

    [TestMethod]
    public void Evaluate_Expression_IsTestedAsTheMaskItMakes()
    {
        var same = new NamedExpression("red-again", MaskExpression.Parse("red AND (control OR NOT control)"));
        var evaluation = Evaluate(new() { Expressions = [same] });

        foreach (var condition in new[] { Condition.Mask, Condition.Inverse })
        {
            Assert.AreEqual(evaluation.Accuracy("red", condition, "all"), evaluation.Accuracy("red-again", condition, "all"));
        }
    }

    [TestMethod]
    [DataRow(Condition.InverseIoControl, "Condition 'inverse-io-control' needs a control mask, but the model has none")]
    [DataRow(Condition.HalfEarly, "Condition 'half-early' needs a control mask")]
    [DataRow(Condition.HalfLate, "Condition 'half-late' needs a control mask")]
    [DataRow(Condition.Reinitialised, "Condition 'reinitialised' needs a mask that was learned on re-initialised weights")]
    [DataRow(Condition.None, "Conditions holds 'None', which binds no network")]
    public void Evaluate_ConditionThatTheModelCannotHave_IsRefused(Condition condition, string expected)
    {
        var model = Toy.Chain(Ml).Fit(Data);
        StringAssert.Contains(Toy.Message<ArgumentException>(() => Ml.Masks.Evaluate(model, Data, new() { Conditions = [condition] })), expected);
    }

    [TestMethod]
    public void Evaluate_RandomWithoutDraws_IsRefused() => StringAssert.Contains(
        Toy.Message<ArgumentException>(() => Evaluate(new() { Conditions = [Condition.Random], RandomDraws = 0 })), "asked for with RandomDraws 0");

    [TestMethod]
    [DataRow("red", "Two masks are named 'red'")]
    [DataRow("x", "names a mask 'rad' (position 1) that there is not; did you mean 'red'?")]
    public void Evaluate_ExpressionThatCannotBe_IsRefused(string name, string expected)
    {
        var expression = new NamedExpression(name, MaskExpression.Parse(name == "x" ? "rad" : "blue"));
        StringAssert.Contains(Toy.Message<ArgumentException>(() => Evaluate(new() { Expressions = [expression] })), expected);
        StringAssert.Contains(Toy.Message<ArgumentException>(() => Ml.Masks.Analyze(Model, expressions: [expression])), expected);
    }

    [TestMethod]
    public void Analyze_WithExpressions_ListsThemWithoutComparing()
    {
        var analysis = Ml.Masks.Analyze(Model, expressions: [Either]);

        Assert.AreEqual(MaskRole.Expression, analysis.Masks.Single(entry => entry.Mask.Name == "either").Role);
        var masks = analysis.Masks;
        Assert.IsTrue(masks["either"].BitsEqual(masks["red"].Or(masks["blue"])));
        Assert.AreEqual(masks["either"].Kept, analysis.Records.Single(record => record is { Mask: "either", Metric: Metrics.Kept, Layer: "" }).Value);
        Assert.IsFalse(analysis.Records.Any(record => record.Against == "either" || record is { Mask: "either", Metric: Metrics.Shared or Metrics.IoU }));
    }

    [TestMethod]
    public void Analyze_AnyModel_RecordsTheRegulariserOfEachMask()
    {
        var betas = Ml.Masks.Analyze(Model).Records.Where(record => record.Metric == Metrics.Beta).ToList();

        CollectionAssert.AreEqual(new[] { "control", "red", "blue", "fresh" }, betas.Select(record => record.Mask).ToArray());
        Assert.IsTrue(betas.TrueForAll(record => record.Stage == record.Mask && record is { Value: 2e-4, Layer: "", Unit: "", Step: null }));
    }

    [TestMethod]
    public void Subnetwork_OfAnExpression_KeepsExactlyItsWeights()
    {
        var masks = Ml.Masks.Analyze(Model, expressions: [Either]).Masks;
        using var weights = Ml.Masks.NetworkOf(Model).Weights.Thaw(masks["either"]);

        var cut = Ml.Masks.Subnetwork(Model, Either.Expression);

        Assert.IsTrue(cut.Network.Weights.Values(0).SequenceEqual(weights.Arena.Span(0)));
        Assert.AreEqual(
            Evaluate(new() { Expressions = [Either] }).Accuracy("either", Condition.Mask, "all"), Ml.Masks.Evaluate(cut, Data).Accuracy("", Condition.Unmasked, "all"));
    }

    private static NamedExpression Either => new("either", MaskExpression.Parse("red OR blue"));

    private static MaskEvaluation Evaluate(EvaluationOptions options) => Ml.Masks.Evaluate(Model, Data, options);

    private static TransformerChain<MaskTransformer> Fit()
    {
        var masks = new MaskStageOptions { StepCount = 60, BatchSize = 16, LearningRate = 0.2, Beta = 2e-4 };
        return Ml.Masks.Pretrain(Toy.Network, new() { StepCount = 100, BatchSize = 32, LearningRate = 1e-2 })
            .Append(Ml.Masks.Learn("control", masks with { Role = MaskRole.Control }))
            .Append(Ml.Masks.Learn("red", masks with { Rows = Toy.Color("red") }))
            .Append(Ml.Masks.Learn("blue", masks with { Rows = Toy.Color("blue") }))
            .Append(Ml.Masks.Learn("fresh", masks with { Rows = Toy.Color("red"), Reinitialise = true }))
            .Fit(Data);
    }
}
