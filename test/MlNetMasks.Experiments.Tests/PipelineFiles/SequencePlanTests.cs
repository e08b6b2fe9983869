using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

/// <summary>Functions that are learned one after another, in pipeline files.</summary>
[TestClass]
public sealed class SequencePlanTests
{
    private const string Text = """
        experiment: turns
        question: transfer
        data: { source: glyphs, permutations: 3, train_rows: 200, validation_rows: 40 }
        network: { kind: feed-forward, hidden: [8, 6], mask_biases: true }
        sequence: { new_logit: -1 }
        masks:
          defaults: { steps: 12, samples: 8, batch_size: 16 }
          functions:
            - { name: p0, rows: { column: Permutation, equals: "0" } }
            - { name: p1, rows: { column: Permutation, equals: "1" } }
            - { name: p2, rows: { column: Permutation, equals: "2" } }
        evaluate:
          sets:
            - { name: p0, rows: { column: Permutation, equals: "0" } }
            - { name: p1, rows: { column: Permutation, equals: "1" } }
          conditions: [mask]
        gates:
          - { metric: answers-changed, against: "*", equals: 0 }
          - { metric: weights-changed, against: "*", equals: 0 }
          - { metric: reused, mask: p2, at_least: 0 }
          - { metric: retained-accuracy, mask: p0, against: p2, at_least: 0 }
        """;

    [TestMethod]
    public void Sequence_InAFile_IsReadWithItsDefaults()
    {
        ExperimentPlan plan = Resolve(Text);

        Assert.IsNull(plan.Pretrain);
        Assert.AreEqual((-1.0, 1e-3, false), (plan.Sequence!.Joint.NewLogit, plan.Sequence.Joint.WeightLearningRate, plan.Sequence.Joint.KeepsFirstLayer));
        Assert.AreEqual(plan.Hash, PipelineFile.Parse("turns.yaml", plan.ToYaml()).Resolve().Hash, "The canonical form is a pipeline file of the same plan.");
    }

    [TestMethod]
    public void Run_OfASequence_KeepsEarlierFunctionsAndSaysSo()
    {
        using var folder = new TemporaryFolder();

        RunOutcome outcome = ExperimentRunner.Run(Resolve(Text), 1, new RunOptions { OutputRoot = folder.Path, Threads = 1 });

        Assert.IsTrue(outcome.IsPassed, string.Join('\n', outcome.Gates.Select(gate => gate.Message)));
        Assert.IsTrue(outcome.Run.Records.Any(record => record is { Metric: Metrics.RetainedAccuracy, Mask: "p0", Against: "p1", DataSet: "p0" }));
        string report = File.ReadAllText(Path.Combine(outcome.Directory, "report.html"));
        StringAssert.Contains(report, "Later functions changed no answer and no kept weight of earlier ones, to the last bit.");
        Assert.IsTrue(File.Exists(Path.Combine(outcome.Directory, "figures", "reused.svg")) && File.Exists(Path.Combine(outcome.Directory, "figures", "retained.svg")));
        Assert.IsTrue(ExperimentRunner.Evaluate(Path.Combine(outcome.Directory, "model.zip"), Resolve(Text), 1, CancellationToken.None)
            .Records.Any(record => record is { Metric: Metrics.AnswersChanged, Value: 0 }));
    }

    [TestMethod]
    public void Estimate_OfASequence_TakesTheStepsOfItsFunctions() =>
        Assert.IsGreaterThan(0, RunEstimator.Estimate(Resolve(Text), 1, CancellationToken.None).Duration.TotalSeconds);

    [TestMethod]
    [DataRow("sequence: { new_logit: -1 }", "copy_slot: { from: 0, to: 1 }", "has neither 'pretrain' nor 'sequence'")]
    [DataRow("sequence: { new_logit: -1 }", "pretrain: { steps: 5 }", "question: transfer asks whether functions that are learned one after another")]
    [DataRow("sequence: { new_logit: -1 }", "sequence: { new_logit: -1 }\npretrain: { steps: 5 }", "has both 'pretrain' and 'sequence'")]
    [DataRow("sequence: { new_logit: -1 }", "sequence: { new_logit: -41 }", "a number from -40 to 40, found '-41'")]
    [DataRow("{ name: p0, rows: { column: Permutation, equals: \"0\" } }\n    - { name: p1", "{ name: p0, role: control }\n    - { name: p1", "mask 'p0' has role: control")]
    [DataRow("samples: 8,", "samples: 8, precision: bfloat16,", "mask 'p0' has precision: bfloat16")]
    [DataRow("evaluate:", "  expressions: [{ name: both, expression: p0 OR p1 }]\nevaluate:", "expression 'both' combines masks of one network")]
    public void Sequence_ThatCannotBe_IsRefused(string old, string replacement, string expected)
    {
        Assert.Contains(old, Text);
        var error = Assert.ThrowsExactly<PipelineFileException>(() => Resolve(Text.Replace(old, replacement, StringComparison.Ordinal)));

        Assert.IsTrue(error.Errors.Any(fault => fault.Message.Contains(expected, StringComparison.Ordinal)), string.Join('\n', error.Errors.Select(fault => fault.Message)));
    }

    [TestMethod]
    [DataRow("mask_biases: true", "mask_biases: false", "but 'layers.0.bias' of network kind 'feed-forward' has none; set mask_biases: true")]
    public void Sequence_OnANetworkWithBareParameters_IsRefusedBeforeTraining(string old, string replacement, string expected)
    {
        var error = Assert.ThrowsExactly<PipelineFileException>(() => ExperimentRunner.Check(Resolve(Text.Replace(old, replacement, StringComparison.Ordinal)), 1));

        StringAssert.Contains(error.Message, expected);
    }

    [TestMethod]
    public void Source_ReplacedByItsStandIn_KeepsTheOtherKeys()
    {
        var file = PipelineFile.Parse("turns.yaml", Text.Replace("source: glyphs", "source: mnist", StringComparison.Ordinal));

        Assert.AreEqual(3, file.Resolve(overrides: ["data.source=glyphs"]).Data.Settings.Integer("permutations"));
        var replaced = Assert.ThrowsExactly<PipelineFileException>(() => file.Resolve(overrides: ["data.source=scenes"]));
        StringAssert.Contains(replaced.Message, "Permutation", "Another source begins anew.");
    }

    private static ExperimentPlan Resolve(string text) => PipelineFile.Parse("turns.yaml", text).Resolve();
}
