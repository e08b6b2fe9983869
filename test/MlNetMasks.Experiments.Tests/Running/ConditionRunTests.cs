using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Experiments.Tests.PipelineFiles;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.Tests.Running;

[TestClass]
public sealed class ConditionRunTests
{
    private static readonly string[] s_tiny =
    [
        "data.digits=1", "data.train_rows=300", "data.validation_rows=100", "network.hidden=[6]", "pretrain.steps=4", "masks.defaults.steps=3", "masks.functions.mul.steps=2", "gates=[]",
        "masks.functions.mul.replicates=2", "evaluate.random_draws=2",
        "masks.expressions=[{ name: either, expression: add OR mul }]",
        "evaluate.conditions=[unmasked, mask, inverse, inverse-io-control, inverse-io-ones, half-early, half-late, random]",
    ];

    [TestMethod]
    public void Run_EveryCondition_RecordsAndStoresThem()
    {
        using var folder = new TemporaryFolder();

        var outcome = ExperimentRunner.Run(SamplePipeline.Load().Resolve(overrides: s_tiny), 1, new RunOptions { OutputRoot = folder.Path });

        var records = outcome.Run.Records;
        foreach (var (mask, condition) in new[]
        {
            ("control", Condition.HalfEarly), ("control", Condition.HalfLate), ("add", Condition.InverseIoControl), ("mul-2", Condition.InverseIoOnes),
            ("either", Condition.Mask), ("either", Condition.Random), ("mul", Condition.Random),
        })
        {
            Assert.HasCount(2, records.Where(record => record.Mask == mask && record.Condition == condition && record.Metric == Metrics.Accuracy).ToList(), $"{mask} {condition}");
        }

        Assert.HasCount(1, records.Where(record => record is { Metric: Metrics.Stability, Mask: "mul", Layer: "" }).ToList());
        var masks = MaskFile.Read(Path.Combine(outcome.Directory, "masks.safetensors"));
        Assert.AreSequenceEqual(["control", "add", "mul", "mul", "either"], masks.Select(entry => entry.Function));
        Assert.IsTrue(masks["either"].BitsEqual(masks["add"].Or(masks["mul"])));
        Assert.AreSequenceEqual(
            records.Where(record => record.Stage == Stages.Evaluate),
            ExperimentRunner.Evaluate(Path.Combine(outcome.Directory, "model.zip"), SamplePipeline.Load().Resolve(overrides: s_tiny), 1, CancellationToken.None).Records);
    }

    [TestMethod]
    public void Check_CopyWhereSlotsHaveNoRegions_NamesTheLine()
    {
        var plan = SamplePipeline.Load(SamplePipeline.Text.Replace("masks:\n", "copy_slot: { from: 1, to: 0 }\nmasks:\n", StringComparison.Ordinal)).Resolve(overrides: s_tiny);

        var fault = Assert.ThrowsExactly<PipelineFileException>(() => ExperimentRunner.Check(plan, 1));

        Assert.Contains("file.yaml: line 10, column 12: Slot 1 is to be copied, but the problem has slots 0 to 0.", fault.Message);
    }
}
