using System.CommandLine;
using MlNetMasks.Analysis;
using MlNetMasks.Cli.Output;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks run</c></summary>
internal static class RunVerb
{
    private const int MaximumThreads = 1024;

    public static Command Create(Session session)
    {
        var common = new CommonOptions();
        var output = new Option<string>("--out") { Description = "Folder of all runs.", HelpName = "dir", DefaultValueFactory = _ => "runs" };
        var threads = CommonOptions.Number("--threads", MaximumThreads, "Threads, 1 to 1024; 0 chooses by the size of the work. Default: 0.");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replaces finished runs even when they have another configuration." };
        var command = new Command("run", "Runs a pipeline file: trains, learns masks, evaluates, checks gates and writes a run folder with report.");
        common.AddTo(command);
        command.Options.Add(common.Seeds);
        command.Options.Add(output);
        command.Options.Add(threads);
        command.Options.Add(overwrite);
        command.SetAction(parsed => session.Guard(() =>
        {
            var seeds = common.SeedsOf(parsed);
            var runs = PlanList.Read(parsed, common).SelectMany(plan => seeds.Select(seed => (plan, seed))).ToList();
            return Run(session, runs, parsed.GetValue(output)!, parsed.GetValue(threads) ?? 0, parsed.GetValue(overwrite));
        }));
        return command;
    }

    private static int Run(Session session, List<(ExperimentPlan Plan, int Seed)> runs, string root, int threads, bool overwrite)
    {
        // Every fault that data or output folder show comes before the first of many runs, not hours later.
        foreach (var (plan, seed) in runs)
        {
            ExperimentRunner.Check(plan, seed, session.Cancellation);
            ExperimentRunner.RequireNotReplacing(plan, seed, root, overwrite);
            RunStore.Begin(root, plan.Experiment, plan.Variant, seed).Dispose();
        }

        var outcomes = new List<RunOutcome>();
        foreach (var (plan, seed) in runs)
        {
            var outcome = Run(session, plan, seed, root, threads, overwrite);
            ResultTables.Write(session.Output, outcome);
            foreach (var warning in outcome.Warnings)
            {
                session.Error.WriteLine($"mlnetmasks: warning: {warning}");
            }

            outcomes.Add(outcome);
        }

        if (outcomes.Count > 1)
        {
            var folder = Path.Combine(root, runs[0].Plan.Experiment);
            RunFolder.Guard(Path.Combine(folder, RunReport.FileName), () => session.Output.WriteLine(
                $"all {outcomes.Count} runs together: {RunReport.Write(RunResults.FromRuns(outcomes.Select(outcome => outcome.Run)), Path.GetFullPath(folder))}"));
        }

        var failed = outcomes.Sum(outcome => outcome.Gates.Count(gate => !gate.IsPassed));
        if (failed > 0)
        {
            session.Error.WriteLine($"mlnetmasks: {failed} of {outcomes.Sum(outcome => outcome.Gates.Count)} gates failed; the runs are kept, their reports show the results.");
        }

        return failed == 0 ? ExitCode.Done : ExitCode.GateFailed;
    }

    private static RunOutcome Run(Session session, ExperimentPlan plan, int seed, string root, int threads, bool overwrite)
    {
        using var progress = ProgressDisplay.Create(session.Error, $"{plan.Experiment}, variant {plan.Variant}, seed {seed}");
        var outcome = ExperimentRunner.Run(plan, seed, new RunOptions
        {
            OutputRoot = root,
            Overwrite = overwrite,
            Threads = threads,
            IsChecked = true,
            Progress = progress,
            Cancellation = session.Cancellation,
        });
        progress.Finish();
        return outcome;
    }
}
