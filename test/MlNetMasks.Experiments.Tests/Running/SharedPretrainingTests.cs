using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;

namespace MlNetMasks.Experiments.Tests.Running;

[TestClass]
public sealed class SharedPretrainingTests
{
    private const string Text = """
        experiment: betas
        data: { source: addmul, digits: 1, train_rows: 300, validation_rows: 100 }
        network: { kind: feed-forward, hidden: [6] }
        pretrain: { steps: 12 }
        masks:
          defaults: { steps: 8, initial_logit: 0, learning_rate: 5e-2 }
          functions:
            - { name: add, rows: { column: Operation, equals: add } }
        variants:
          weak: { masks: { defaults: { beta: 1e-5 } } }
          strong: { masks: { defaults: { beta: 1e-1 } } }
          wide: { network: { hidden: [7] } }

        """;

    private static readonly PipelineFile s_file = PipelineFile.Parse("betas.yaml", Text);

    [TestMethod]
    public void PretrainingHash_OfVariants_DiffersOnlyWherePretrainingDoes()
    {
        Assert.AreEqual(Plan("weak").PretrainingHash, Plan("strong").PretrainingHash);
        Assert.AreNotEqual(Plan("weak").Hash, Plan("strong").Hash);
        Assert.AreNotEqual(Plan("weak").PretrainingHash, Plan("wide").PretrainingHash);
        Assert.AreNotEqual(Plan("weak").PretrainingHash, s_file.Resolve("weak", overrides: ["data.train_rows=301"]).PretrainingHash);
        Assert.AreNotEqual(Plan("weak").PretrainingHash, s_file.Resolve("weak", overrides: ["pretrain.learning_rate=2e-3"]).PretrainingHash);
    }

    [TestMethod]
    [DoNotParallelize] // libtorch has one number of threads per process
    public void Run_VariantsThatDifferAfterPretraining_DoItOnceToTheSameResults()
    {
        using var folder = new TemporaryFolder();
        var alone = ExperimentRunner.Run(Plan("strong"), 1, new RunOptions { OutputRoot = folder["alone"], Threads = 1 });
        var shared = new SharedPretraining(folder["runs"], [(Plan("weak"), 1), (Plan("strong"), 1), (Plan("strong"), 2), (Plan("wide"), 1)]);
        shared.Begin(resume: false, overwrite: false);

        var (weak, weakSteps) = Run("weak", shared, folder);
        var pretrained = Directory.GetFiles(Path.Combine(folder["runs"], "betas", ".pretrained"));
        var (strong, strongSteps) = Run("strong", shared, folder);
        var (wide, wideSteps) = Run("wide", shared, folder);
        shared.Remove();

        Assert.AreEqual((12, 1, 12), (weakSteps, strongSteps, wideSteps)); // what is done is only reported
        Assert.HasCount(1, pretrained);
        Assert.IsFalse(Directory.Exists(Path.Combine(folder["runs"], "betas", ".pretrained")));
        Assert.AreSequenceEqual(alone.Run.Records, strong.Run.Records);
        Assert.AreSequenceEqual(
            File.ReadAllBytes(Path.Combine(alone.Directory, "masks.safetensors")), File.ReadAllBytes(Path.Combine(strong.Directory, "masks.safetensors")));
        Assert.Contains("Pretraining was done once for several variants", weak.Run.Info.Notes[^1]);
        Assert.Contains("This run took it over", strong.Run.Info.Notes[^1]);
        Assert.DoesNotContain("took it over", weak.Run.Info.Notes[^1]);
        Assert.IsFalse(wide.Run.Info.Notes.Any(note => note.Contains("Pretraining", StringComparison.Ordinal)));
        Assert.AreEqual(weak.Run.Info.Timings["pretrain"], strong.Run.Info.Timings["pretrain"]);
    }

    [TestMethod]
    public void Begin_AfterAnInterruptedCommand_RefusesKeepsOrDiscards()
    {
        using var folder = new TemporaryFolder();
        var shared = new SharedPretraining(folder["runs"], [(Plan("weak"), 1), (Plan("strong"), 1)]);
        Run("weak", shared, folder);
        var file = Directory.GetFiles(Path.Combine(folder["runs"], "betas", ".pretrained"))[0];

        Assert.Contains("use it with --resume, or discard it with --overwrite", Assert.ThrowsExactly<PipelineFileException>(() => shared.Begin(resume: false, overwrite: false)).Message);
        shared.Begin(resume: true, overwrite: false);
        Assert.IsTrue(File.Exists(file));

        // Continued with one variant alone, the pretraining is found all the same.
        Assert.AreEqual(1, Run("strong", new SharedPretraining(folder["runs"], [(Plan("strong"), 1)]), folder, resume: true).PretrainSteps);

        shared.Begin(resume: false, overwrite: true);
        Assert.IsFalse(File.Exists(file));
    }

    private static ExperimentPlan Plan(string variant) => s_file.Resolve(variant);

    private static (RunOutcome Outcome, int PretrainSteps) Run(string variant, SharedPretraining shared, TemporaryFolder folder, bool resume = false)
    {
        var steps = 0;
        var outcome = ExperimentRunner.Run(Plan(variant), 1, new RunOptions
        {
            OutputRoot = folder["runs"],
            Threads = 1,
            Resume = resume,
            SharedPretraining = shared,
            Progress = new Counter(value => steps += value.Phase == "pretrain" ? 1 : 0),
        });
        return (outcome, steps);
    }

    private sealed class Counter(Action<RunProgress> report) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(value);
    }
}
