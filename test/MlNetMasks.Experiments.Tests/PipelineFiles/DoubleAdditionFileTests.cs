using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

/// <summary>The keys of double addition: its source, recurrent networks, functions as output slots, the delay of pretraining.</summary>
[TestClass]
public sealed class DoubleAdditionFileTests
{
    private const string Text = """
        experiment: pairs
        data: { source: double-addition, digits: 1, train_rows: 300, validation_rows: 60 }
        network: { kind: lstm, hidden: 8 }
        pretrain: { steps: 6, batch_size: 8, delay: { slots: [0], steps: 3 } }
        masks:
          defaults: { steps: 3, batch_size: 8 }
          functions:
            - { name: control, role: control }
            - { name: first, slots: [0] }
            - { name: second, slots: [1] }
        evaluate:
          sets:
            - { name: first, slots: [0] }
            - { name: second, slots: [1] }

        """;

    [TestMethod]
    public void Load_WithEveryKey_GivesThePlan()
    {
        ExperimentPlan plan = SamplePipeline.Load(Text.Replace("hidden: 8", "hidden: 8, layers: 3, steps: 4", StringComparison.Ordinal)).Resolve();

        Assert.AreEqual(new LstmNetwork(8) { LayerCount = 3, StepCount = 4 }, plan.CreateNetwork());
        Assert.AreSequenceEqual([0], plan.Pretrain!.InitialSlots);
        Assert.AreEqual(3, plan.Pretrain!.InitialSlotStepCount);
    }

    [TestMethod]
    public void Load_WithoutOptionalKeys_HasTheDefaultsOfThePaper()
    {
        ExperimentPlan plan = SamplePipeline.Load("""
            experiment: pairs
            data: { source: double-addition }
            network: { kind: lstm, hidden: 256 }
            pretrain: { steps: 6 }
            """).Resolve();

        Assert.AreEqual(new LstmNetwork(256), plan.CreateNetwork());
        Assert.AreEqual(2, plan.Data.Settings.Integer("digits"));
        Assert.AreEqual("only_one_io", plan.Data.Settings.Text("mode"));
        Assert.IsEmpty(plan.Pretrain!.InitialSlots);
        Assert.AreEqual(0, plan.Pretrain!.InitialSlotStepCount);
    }

    [TestMethod]
    [DataRow("digits: 1", "digits: 0", "line 2, column 42: expected a whole number from 1 to 6, found '0'.")]
    [DataRow("digits: 1", "mode: same_oi", "expected one of together, only_one, same_input, same_output, same_io, only_one_io, found 'same_oi'; did you mean 'same_io'?")]
    [DataRow("hidden: 8", "steps: 3", "'network' (kind: lstm) lacks the required key 'hidden'")]
    [DataRow("hidden: 8", "hidden: [8]", "expected a whole number from 1 to 16384, found a list.")]
    [DataRow("hidden: 8", "hidden: 8, layers: 17", "expected a whole number from 1 to 16")]
    [DataRow("{ slots: [0], steps: 3 }", "{ slots: [0] }", "'pretrain.delay' lacks the required key 'steps'")]
    [DataRow("{ slots: [0], steps: 3 }", "{ steps: 3 }", "'pretrain.delay' lacks the required key 'slots'")]
    [DataRow("{ slots: [0], steps: 3 }", "{ slots: [0], steps: 6 }", "delay.steps is 6, but pretrain.steps is 6: the other output slots would never be learned")]
    [DataRow("{ slots: [0], steps: 3 }", "3", "expected a mapping with the keys of 'pretrain.delay', found '3'; known keys: slots, steps")]
    public void Load_WrongValue_SaysWhatIsAllowed(string old, string replacement, string message)
    {
        Assert.Contains(old, Text);
        var errors = SamplePipeline.Errors(Text.Replace(old, replacement, StringComparison.Ordinal));

        Assert.Contains(error => error.ToString().Contains(message, StringComparison.Ordinal), errors, string.Join('\n', errors));
    }

    [TestMethod]
    [DataRow("{ slots: [0], steps: 3 }", "{ slots: [2], steps: 3 }", "slots [2] name an output slot that does not exist; this data has slots 0 to 1.")]
    [DataRow("kind: lstm, hidden: 8", "kind: feed-forward, hidden: [8]", "line 3, column 40: A feed-forward network has no memory")]
    public void Check_OfWhatTheDataDoesNotFit_NamesTheLine(string old, string replacement, string message)
    {
        PipelineFile file = SamplePipeline.Load(Text
            .Replace("digits: 1", "digits: 1, mode: same_output", StringComparison.Ordinal)
            .Replace(old, replacement, StringComparison.Ordinal));

        Assert.Contains(message, Assert.ThrowsExactly<PipelineFileException>(() => ExperimentRunner.Check(file.Resolve(), seed: 1)).Message);
    }

    [TestMethod]
    [DataRow("together")]
    [DataRow("only_one")]
    [DataRow("same_input")]
    [DataRow("same_output")]
    [DataRow("same_io")]
    [DataRow("only_one_io")]
    public void Run_InEveryMode_EvaluatesEachPairUnderEachMask(string mode)
    {
        using var folder = new TemporaryFolder();

        RunOutcome outcome = ExperimentRunner.Run(SamplePipeline.Load(Text).Resolve(overrides: ["data.mode=" + mode]), 1, new RunOptions { OutputRoot = folder.Path });

        Assert.HasCount(2, outcome.Run.Records.Where(record => record is { Metric: "accuracy", Stage: "evaluate", Mask: "second", Condition: Masks.Condition.Mask, Unit: "" }));
    }
}
