using MlNetMasks.Analysis;

namespace MlNetMasks.Cli.Tests.Verbs;

[TestClass]
public sealed class ResumeTests
{
    [TestMethod]
    public void Run_Resumed_ContinuesWhatWasInterruptedAndKeepsWhatIsFinished()
    {
        using var folder = new TemporaryFolder();
        string[] run = ["run", TinyPipeline.In(folder), "--variant", "small", "--seeds", "1-2", "--out", folder["runs"], "--threads", "1"];
        using var cancellation = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new TriggerWriter("seed 2, stage 3/4] add 1/", cancellation.Cancel);
        Assert.AreEqual(ExitCode.Cancelled, CommandLine.Invoke(run, output, error, cancellation.Token), error.ToString());

        CommandResult.Of(run).Refused(ExitCode.BadUsageOrInput, "holds an interrupted run; continue it with --resume, or discard it with --overwrite.");
        CommandResult.Of([.. run, "--resume", "--set", "pretrain.steps=21"]).Refused(ExitCode.BadUsageOrInput, "holds a finished run with another configuration: pretrain.steps was 20 and is 21");
        CommandResult.Of([.. run[..4], "--seed", "2", .. run[6..], "--resume", "--set", "pretrain.steps=21"]).Refused(ExitCode.BadUsageOrInput, "pretrain.steps was 20 and is 21");
        var resumed = CommandResult.Of([.. run, "--resume"]).Expect(ExitCode.Done);

        Assert.Contains("[small, seed 1] was finished already and is kept", resumed.Error);
        Assert.Contains("[small, seed 2, stage 3/4] add 1/10", resumed.Error);
        Assert.Contains("all 2 runs together", resumed.Output);
        Assert.HasCount(2, RunResults.Load(folder["runs"]).Runs);
        Assert.IsFalse(folder.Files.Any(name => name.Contains(".checkpoint", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Run_VariantsThatDifferAfterPretraining_SayThatTheyShareIt()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("tiny.yaml", TinyPipeline.Text.Replace("{ network: { hidden: [8, 8] } }", "{ masks: { defaults: { beta: 0.5 } } }", StringComparison.Ordinal));

        CommandResult.Of("run", file, "--out", folder["runs"]).Expect(ExitCode.Done);

        Assert.IsTrue(RunResults.Load(folder["runs"]).Runs.All(run => run.Info.Notes.Any(note => note.StartsWith("Pretraining was done once", StringComparison.Ordinal))));
        Assert.IsFalse(folder.Files.Any(name => name.Contains(".pretrained/", StringComparison.Ordinal) && !name.Contains(".locks", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Run_OptionsThatContradict_AreRefused()
    {
        using var folder = new TemporaryFolder();
        string[] run = ["run", TinyPipeline.In(folder), "--out", folder["runs"]];

        CommandResult.Of([.. run, "--resume", "--overwrite"]).Refused(ExitCode.BadUsageOrInput, "--resume and --overwrite contradict each other; use one of them.");
        CommandResult.Of([.. run, "--resume", "--checkpoint-minutes", "0"]).Refused(ExitCode.BadUsageOrInput, "--resume and --checkpoint-minutes 0 contradict each other");
        CommandResult.Of([.. run, "--checkpoint-minutes", "-1"]).Refused(ExitCode.BadUsageOrInput, "--checkpoint-minutes is '-1'; it must be a number from 0 to 1440, for example 5 or 0.5");
        Assert.IsFalse(Directory.Exists(folder["runs"]));
    }
}
