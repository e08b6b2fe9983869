using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

/// <summary>Files about classes: rows by position, the control's output layer, drops, stability of pairs, gradients.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ClassFileTests
{
    private const string Text = """
        experiment: classes
        data: { source: scenes, train_rows: 300, validation_rows: 100 }
        network: { kind: cnn, channels: [3, 4] }
        pretrain: { steps: 12, batch_size: 16 }
        masks:
          defaults: { steps: 6, batch_size: 16, initial_logit: 0, output_layer: control }
          functions:
            - { name: control, role: control }
            - { name: without-0, rows: { column: Label, not_in_positions: [0] } }
            - { name: pair, rows: { column: Label, in_positions: [3, 5] }, replicates: 2 }
            - { name: free, rows: { column: Label, not_in_positions: [1] }, output_layer: learned }
        evaluate:
          sets:
            - { name: all }
            - { name: two, rows: { column: Label, in_positions: [3, 5] } }
          conditions: [unmasked, mask]
          gradient_cosine: { masks: [control, without-0] }
        gates:
          - { metric: gradient-cosine, unit: "0", equals: 1 }
          - { metric: target-drop, mask: without-0, condition: mask, at_least: -1e9 }
          - { metric: mean-other-drop, condition: mask, at_least: 0 }
          - { metric: relative-drop, unit: "*", mask: without-0, at_most: 1 }
          - { metric: confusion-difference, unit: "*", against: "*", mask: without-0, at_least: -1, at_most: 1 }

        """;

    [TestMethod]
    public void Run_OfPictures_RecordsWhatTheFileAsksFor()
    {
        using var folder = new TemporaryFolder();
        RunOutcome outcome = ExperimentRunner.Run(SamplePipeline.Load(Text).Resolve(overrides: ["gates=[{ metric: gradient-cosine, unit: \"0\", equals: 1 }]"]), 1, Options(folder["a"]));
        IReadOnlyList<ResultRecord> records = outcome.Run.Records;

        Assert.IsTrue(outcome.IsPassed, string.Join('\n', outcome.Gates.Select(gate => gate.Message)));
        Assert.AreEqual(2, outcome.Gates[0].MatchCount);
        Assert.AreEqual(2 * 4, records.Count(record => record is { Metric: Metrics.GradientCosine, DataSet: "all" }), "0 to 3 modules of both masks");
        Assert.IsTrue(records.Any(record => record is { Metric: Metrics.ConfusionDifference, Mask: "without-0" }));
        Assert.IsTrue(records.Any(record => record is { Metric: Metrics.Stability, Mask: "pair", Layer: "convolutions.0.weight" }));
        Assert.IsFalse(records.Any(record => record is { Metric: Metrics.Stability, Layer: "output.weight" or "output.bias" }));
        Assert.IsTrue(records.Any(record => record is { Metric: Metrics.Remaining, Mask: "free", Layer: "output.weight" }));
        Assert.IsFalse(records.Any(record => record is { Metric: Metrics.Remaining, Mask: "without-0", Layer: "output.weight" }));
        string report = File.ReadAllText(Path.Combine(outcome.Directory, "report.html"));
        Assert.Contains("<h3>Classes left out</h3>", report);
        Assert.Contains("<h3>Gradients</h3>", report);

        MaskEvaluation again = ExperimentRunner.Evaluate(Path.Combine(outcome.Directory, "model.zip"), SamplePipeline.Load(Text).Resolve(), 1, default);
        Assert.AreEqual(1.0, again.Records.First(record => record is { Metric: Metrics.GradientCosine, Mask: "control", Unit: "0" }).Value);
    }

    [TestMethod]
    public void Run_OfAFeedForwardNetwork_FixesItsOutputLayerToo()
    {
        using var folder = new TemporaryFolder();
        string text = Text.Replace("kind: cnn, channels: [3, 4]", "kind: feed-forward, hidden: [5]", StringComparison.Ordinal);
        RunOutcome outcome = ExperimentRunner.Run(SamplePipeline.Load(text).Resolve(overrides: ["gates=[]"]), 1, Options(folder["a"]));

        Assert.IsTrue(outcome.Run.Records.Any(record => record is { Metric: Metrics.Remaining, Mask: "without-0", Layer: "layers.0.weight" }));
        Assert.IsFalse(outcome.Run.Records.Any(record => record is { Metric: Metrics.Remaining, Mask: "without-0", Layer: "layers.1.weight" }));
    }

    [TestMethod]
    public void Run_Interrupted_ContinuesToTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        ExperimentPlan plan = SamplePipeline.Load(Text).Resolve(overrides: ["gates=[]"]);
        RunOutcome straight = ExperimentRunner.Run(plan, 1, Options(folder["straight"]));
        foreach (int stop in new[] { 7, 9, 8, 10 })
        {
            using var source = new CancellationTokenSource();
            int steps = 0;
            RunOptions options = Options(folder["sliced"]) with { Resume = true, Cancellation = source.Token, Progress = new Stopper(() => Stop(++steps >= stop)) };
            Assert.ThrowsExactly<OperationCanceledException>(() => ExperimentRunner.Run(plan, 1, options));

            void Stop(bool now)
            {
                if (now)
                {
                    source.Cancel();
                }
            }
        }

        RunOutcome sliced = ExperimentRunner.Run(plan, 1, Options(folder["sliced"]) with { Resume = true });

        foreach (string file in new[] { "metrics.csv", "masks.safetensors", "network.safetensors" })
        {
            Assert.AreSequenceEqual(File.ReadAllBytes(Path.Combine(straight.Directory, file)), File.ReadAllBytes(Path.Combine(sliced.Directory, file)), file);
        }
    }

    [TestMethod]
    public void Resolve_AllKeys_ReachThePlanAndReadBack()
    {
        ExperimentPlan plan = SamplePipeline.Load(Text).Resolve();

        Assert.AreSequenceEqual(
            [OutputLayerMask.Learned, OutputLayerMask.Control, OutputLayerMask.Control, OutputLayerMask.Control, OutputLayerMask.Learned], plan.Masks.Select(mask => mask.OutputLayer));
        Assert.AreEqual("Label not at positions [0]", plan.Masks[1].Rows!.ToString());
        Assert.AreEqual(RowFilter.KeyIsAt("Label", [3, 5]), plan.Masks[2].Rows!.ToFilter());
        Assert.AreSequenceEqual(["control", "without-0"], plan.Evaluation.GradientCosine!.Masks);
        Assert.AreEqual("all", plan.Evaluation.GradientCosine.Set);
        Assert.AreEqual(plan.Hash, SamplePipeline.Load(plan.ToYaml()).Resolve().Hash);
        string plain = SamplePipeline.Load().Resolve().ToYaml();
        Assert.DoesNotContain("output_layer", plain);
        Assert.DoesNotContain("gradient_cosine", plain);
    }

    [TestMethod]
    [DataRow("not_in_positions: [0]", "not_in_positions: [10]", "has no value at position 10; its 10 values are at positions 0 to 9:")]
    [DataRow("not_in_positions: [0]", "not_in_positions: [-1]", "expected a whole number from 0 to 9999")]
    [DataRow("not_in_positions: [0]", "not_in_positions: []", "it has 0 items")]
    [DataRow("not_in_positions: [0]", "not_in_positions: [0], equals: x", "needs exactly one of equals, not_equals, in, not_in, in_positions, not_in_positions")]
    [DataRow("column: Label, not_in_positions: [0]", "column: Lable, not_in_positions: [0]", "did you mean 'Label'?")]
    [DataRow("    - { name: control, role: control }\n", "", "mask 'without-0' has output_layer: control, but no mask before it has role: control")]
    [DataRow("not_in_positions: [0] }", "not_in_positions: [0] }, reinitialised: true", "which the control's mask is not about")]
    [DataRow("output_layer: learned", "output_layer: fixed", "expected one of learned, control")]
    [DataRow("masks: [control, without-0]", "masks: [control, without-9]", "gradient_cosine asks for mask 'without-9'")]
    [DataRow("masks: [control, without-0]", "masks: [control], set: every", "gradient_cosine asks for set 'every'")]
    [DataRow("masks: [control, without-0]", "set: all", "lacks the required key 'masks'")]
    [DataRow("metric: target-drop", "metric: target-drops", "did you mean 'target-drop'?")]
    public void Load_WrongValue_SaysWhatIsAllowed(string old, string replacement, string message)
    {
        Assert.Contains(old, Text.ReplaceLineEndings("\n"));
        var errors = SamplePipeline.Errors(Text.ReplaceLineEndings("\n").Replace(old, replacement, StringComparison.Ordinal));

        Assert.Contains(error => error.ToString().Contains(message, StringComparison.Ordinal), errors, string.Join('\n', errors));
    }

    [TestMethod]
    public void Load_PositionsOfAColumnWithoutAnOrder_AreRefused() => Assert.Contains(
        error => error.ToString().Contains("have no fixed order, so 'in_positions' cannot tell them apart", StringComparison.Ordinal),
        SamplePipeline.Errors(NoOrder));

    private const string NoOrder = """
        experiment: order
        data: { source: scan }
        network: { kind: lstm-encoder-decoder, hidden: 4 }
        pretrain: { steps: 1 }
        masks:
          functions:
            - { name: first, rows: { column: SimpleTrain, in_positions: [0] } }

        """;

    private static RunOptions Options(string folder) => new() { OutputRoot = folder, Threads = 1 };

    private sealed class Stopper(Action look) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => look();
    }
}
