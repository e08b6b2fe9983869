using MlNetMasks.Experiments.Gates;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.Tests.Gates;

[TestClass]
public sealed class GateEvaluatorTests
{
    private static readonly ResultRecord Accuracy =
        new("e", "v", 1, "evaluate", "add", "", Condition.Mask, "add", "", "", null, Metrics.Accuracy, 0.97);

    private static readonly ResultRecord[] Records =
    [
        Accuracy,
        Accuracy with { DataSet = "mul", Value = 0.02 },
        Accuracy with { Mask = "mul", Value = 0.01 },
        Accuracy with { Mask = "", Condition = Condition.Unmasked, Value = 1 },
        Accuracy with { Mask = "", Condition = Condition.None, Stage = "pretrain", Step = 100, Value = 0.1 },
        Accuracy with { Stage = "analyze", DataSet = "", Condition = Condition.None, Metric = Metrics.Density, Value = 0.2 },
        Accuracy with { Stage = "analyze", DataSet = "", Condition = Condition.None, Metric = Metrics.Density, Layer = "layers.0", Value = 0.6 },
        Accuracy with { Stage = "analyze", DataSet = "", Condition = Condition.None, Metric = Metrics.Density, Layer = "layers.1", Value = 0.1 },
        Accuracy with { Stage = "analyze", DataSet = "", Condition = Condition.None, Metric = Metrics.IoU, Against = "mul", Value = double.NaN },
    ];

    [TestMethod]
    [DataRow("metric: accuracy, mask: add, condition: mask, set: add, at_least: 0.95", true, 1, 0.97)]
    [DataRow("metric: accuracy, mask: add, condition: mask, set: add, at_least: 0.97", true, 1, 0.97)]
    [DataRow("metric: accuracy, mask: add, condition: mask, set: add, at_least: 0.98", false, 1, 0.97)]
    [DataRow("metric: accuracy, mask: add, condition: mask, set: add, at_least: 0.9, at_most: 0.96", false, 1, 0.97)]
    [DataRow("metric: accuracy, condition: mask, set: add, at_most: 0.5", false, 2, 0.97)]
    [DataRow("metric: accuracy, set: add, at_least: 0", true, 3, 0.01)]
    [DataRow("metric: accuracy, condition: unmasked, equals: 1", true, 1, 1.0)]
    [DataRow("metric: accuracy, mask: add, set: add, equals: 1, tolerance: 0.05", true, 1, 0.97)]
    [DataRow("metric: accuracy, mask: add, set: add, equals: 1", false, 1, 0.97)]
    [DataRow("metric: density, mask: add, at_most: 0.5", true, 1, 0.2)]
    [DataRow("metric: density, mask: add, layer: '*', at_most: 0.5", false, 2, 0.6)]
    [DataRow("metric: density, mask: add, layer: layers.1, at_most: 0.5", true, 1, 0.1)]
    [DataRow("metric: iou, against: mul, at_most: 0.5", false, 1, double.NaN)]
    [DataRow("metric: iou, at_most: 0.5", false, 0, double.NaN)]
    [DataRow("metric: shared, at_most: 0.5", false, 0, double.NaN)]
    public void Evaluate_Gate_JudgesEveryMatchingRecord(string gate, bool passed, int count, double value)
    {
        GateResult result = GateEvaluator.Evaluate([Gate(gate)], Records).Single();

        Assert.AreEqual(passed, result.IsPassed, result.Message);
        Assert.AreEqual(count, result.MatchCount);
        Assert.AreEqual(value, result.Value);
        Assert.StartsWith(passed ? "passed: " : "failed: ", result.Message);
    }

    [TestMethod]
    public void Evaluate_NoMatch_SaysWhatWasRecorded()
    {
        IReadOnlyList<GateResult> results = GateEvaluator.Evaluate([Gate("metric: iou, at_most: 0.5"), Gate("metric: shared, at_most: 1")], Records);

        Assert.AreEqual("failed: iou <= 0.5: no result matches; check its selectors: 'iou' was recorded for example with mask=add, stage=analyze, against=mul.", results[0].Message);
        Assert.AreEqual("failed: shared <= 1: no result matches; the run recorded no 'shared'.", results[1].Message);
    }

    [TestMethod]
    public void Evaluate_SeveralMatches_NamesTheWorst()
    {
        GateResult result = GateEvaluator.Evaluate([Gate("name: both low, metric: accuracy, condition: mask, at_most: 0.015")], Records).Single();

        Assert.AreEqual("failed: both low: accuracy [condition=mask] <= 0.015: 0.97 at mask=add, condition=mask, set=add, stage=evaluate (2 of 3 results fail)", result.Message);
    }

    private static GatePlan Gate(string keys) => PipelineFile.Parse("gate.yaml", $$"""
        experiment: gates
        data: { source: addmul }
        network: { kind: feed-forward, hidden: [4] }
        pretrain: { steps: 1 }
        masks:
          functions:
            - { name: add, rows: { column: Operation, equals: add } }
            - { name: mul, rows: { column: Operation, equals: mul } }
        evaluate:
          sets: [{ name: add }, { name: mul }]
        gates: [{ {{keys}} }]
        """).Resolve().Gates.Single();
}
