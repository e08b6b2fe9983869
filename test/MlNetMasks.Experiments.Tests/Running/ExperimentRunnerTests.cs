using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Experiments.Tests.PipelineFiles;

namespace MlNetMasks.Experiments.Tests.Running;

[TestClass]
public sealed class ExperimentRunnerTests
{
    private static readonly string[] s_tiny =
    [
        "data.digits=1", "data.train_rows=300", "data.validation_rows=100", "network.hidden=[6]", "pretrain.steps=4", "masks.defaults.steps=3", "masks.functions.mul.steps=2", "gates=[]",
    ];

    [TestMethod]
    public void Run_Progress_ComesInTheOrderOfTheStagesAndCountsThem()
    {
        using var folder = new TemporaryFolder();
        var seen = new List<RunProgress>();

        ExperimentRunner.Run(Plan(), 5, new RunOptions { OutputRoot = folder.Path, Progress = new Recorder(seen) });

        Assert.AreSequenceEqual(
            ["pretrain 1/4 1..4", "control 2/4 1..3", "add 3/4 1..3", "mul 4/4 1..2", "evaluate 5/4", "analyze 5/4", "report 5/4"],
            seen.GroupBy(progress => (progress.Phase, progress.StageNumber, progress.StageCount)).Select(group =>
                $"{group.Key.Phase} {group.Key.StageNumber}/{group.Key.StageCount}" + (group.First().Training is { } first ? $" {first.Step}..{group.Last().Training!.Value.Step}" : "")));
        Assert.IsTrue(seen.All(progress => progress is { Variant: "default", Seed: 5 }));
    }

    [TestMethod]
    public void Run_Outcome_IsWhatIsStored()
    {
        using var folder = new TemporaryFolder();
        var outcome = ExperimentRunner.Run(Plan("gates=[{ metric: accuracy, condition: unmasked, set: add, at_least: 1 }]"), 1, new RunOptions { OutputRoot = folder.Path });

        var stored = Analysis.RunResults.Load(outcome.Directory).Runs.Single();
        Assert.AreSequenceEqual(outcome.Run.Records, stored.Records);
        Assert.AreEqual(outcome.Run.Info.ConfigurationHash, stored.Info.ConfigurationHash);
        Assert.AreEqual("feed-forward", stored.Info.Network);
        Assert.AreEqual(("file.yaml", "specialize"), (stored.Info.PipelineFile, stored.Info.Question));
        Assert.AreSequenceEqual([.. s_tiny, "gates=[{ metric: accuracy, condition: unmasked, set: add, at_least: 1 }]"], stored.Info.Overrides);
        Assert.IsNotEmpty(stored.Info.Runtime["processor"]);
        Assert.HasCount(3, outcome.Warnings.Where(warning => warning.Problem.Contains("every weight is kept", StringComparison.Ordinal)));
        Assert.IsFalse(outcome.IsPassed);
        Assert.IsFalse(stored.Info.Gates.Single().Passed);
        Assert.AreEqual(Path.Combine(folder.Path, "sample", "default", "seed-1"), outcome.Directory);
    }

    [TestMethod]
    public void Run_PlanThatItsDataDoesNotFit_FailsBeforeAnyStepAndMakesNoFolder()
    {
        using var folder = new TemporaryFolder();
        var seen = new List<RunProgress>();

        var fault = Assert.ThrowsExactly<PipelineFileException>(() => ExperimentRunner.Run(
            Plan("masks.functions.mul.slots=[3]"), 1, new RunOptions { OutputRoot = folder["runs"], Progress = new Recorder(seen) }));

        Assert.Contains("slots [3] name an output slot that does not exist; this data has slots 0 to 0.", fault.Message);
        Assert.IsEmpty(seen);
        Assert.IsFalse(Directory.Exists(folder["runs"]));
    }

    [TestMethod]
    public void Run_ThatDiverges_SaysWhereAndLeavesNoRun()
    {
        using var folder = new TemporaryFolder();
        var table = folder.File("table.csv", "x,y,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i}e30,{i % 3}e36,{(i % 2 == 0 ? "a" : "b")}\n"))));
        var file = PipelineFile.Parse(Path.Combine(folder.Path, "wild.yaml"), $$"""
            experiment: wild
            data: { source: csv, path: table.csv, label: kind, features: [x, y], normalize: none }
            network: { kind: feed-forward, hidden: [4] }
            pretrain: { steps: 50, learning_rate: 10 }
            """);

        var fault = Assert.ThrowsExactly<InvalidOperationException>(() => ExperimentRunner.Run(file.Resolve(), 1, new RunOptions { OutputRoot = folder["runs"] }));

        Assert.Contains("Stage 'pretrain' diverged in step ", fault.Message);
        Assert.Contains("Lower its learning rate or normalise", fault.Message);
        Assert.IsEmpty(Directory.Exists(folder["runs"]) ? Directory.GetFiles(folder["runs"], "*.json", SearchOption.AllDirectories) : []);
    }

    [TestMethod]
    public void Run_OwnSourceAndNetwork_WorksLikeBuiltInOnes()
    {
        using var folder = new TemporaryFolder();
        var plan = PipelineFile.Parse("own.yaml", ParityVocabulary.File, ParityVocabulary.Create()).Resolve();

        var outcome = ExperimentRunner.Run(plan, 1, new RunOptions { OutputRoot = folder.Path });

        Assert.IsTrue(outcome.Run.Records.Any(record => record is { Mask: "odd", DataSet: "all", Metric: Masks.Metrics.Accuracy }));
    }

    [TestMethod]
    public void Check_GoodPlan_Passes() => ExperimentRunner.Check(Plan(), 1);

    [TestMethod]
    public void Check_Cancelled_Stops() =>
        Assert.ThrowsExactly<OperationCanceledException>(() => ExperimentRunner.Check(Plan(), 1, new CancellationToken(canceled: true)));

    [TestMethod]
    public void Estimate_LargerPlan_TakesLonger()
    {
        var small = RunEstimator.Estimate(Plan(), 1, CancellationToken.None);
        var large = RunEstimator.Estimate(Plan("pretrain.steps=1000000"), 1, CancellationToken.None);

        Assert.IsGreaterThan(small.Duration, large.Duration);
        Assert.IsGreaterThan(10.0, small.MemoryMebibytes);
    }

    private static ExperimentPlan Plan(params string[] more) => SamplePipeline.Load().Resolve(overrides: [.. s_tiny, .. more]);

    private sealed class Recorder(List<RunProgress> seen) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => seen.Add(value);
    }
}
