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
    private const double MaximumMinutes = 1440;
    private const double DefaultMinutes = 5;

    public static Command Create(Session session)
    {
        var common = new CommonOptions();
        var output = new Option<string>("--out") { Description = "Folder of all runs.", HelpName = "dir", DefaultValueFactory = _ => "runs" };
        var threads = CommonOptions.Number("--threads", MaximumThreads, "Threads, 1 to 1024; 0 chooses by the size of the work. Default: 0.");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replaces finished runs even when they have another configuration, and discards interrupted ones." };
        var resume = new Option<bool>("--resume") { Description = "Continues interrupted runs, to the same results as if they had not been; keeps finished ones and begins the others." };
        var minutes = CommonOptions.Minutes(
            "--checkpoint-minutes", MaximumMinutes, "Minutes between two checkpoints of a stage, for example 5 or 0.5; 0 saves none, and shares no pretraining between variants. Default: 5.");
        var command = new Command("run", "Runs a pipeline file: trains, learns masks, evaluates, checks gates and writes a run folder with report.");
        common.AddTo(command);
        foreach (var option in (Option[])[common.Seeds, output, threads, overwrite, resume, minutes])
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            List<(ExperimentPlan Plan, int Seed)> runs = [];
            var root = parsed.GetValue(output)!;
            return session.Guard(
                () =>
                {
                    var seeds = common.SeedsOf(parsed);
                    var interval = parsed.GetValue(minutes) ?? DefaultMinutes;
                    if (parsed.GetValue(resume) && (parsed.GetValue(overwrite) || interval == 0))
                    {
                        throw new UsageException($"--resume and {(interval == 0 ? "--checkpoint-minutes 0" : "--overwrite")} contradict each other; use one of them.");
                    }

                    runs.AddRange(PlanList.Read(parsed, common).SelectMany(plan => seeds.Select(seed => (plan, seed))));
                    return Run(session, runs, new RunOptions
                    {
                        OutputRoot = root,
                        Overwrite = parsed.GetValue(overwrite),
                        Resume = parsed.GetValue(resume),
                        CheckpointInterval = interval == 0 ? null : TimeSpan.FromMinutes(interval),
                        SharedPretraining = new SharedPretraining(root, runs),
                        Threads = parsed.GetValue(threads) ?? 0,
                        IsChecked = true,
                        Cancellation = session.Cancellation,
                    });
                },
                () => runs.Exists(run => ExperimentRunner.IsInterrupted(run.Plan, run.Seed, root))
                    ? "finished runs are kept, and nothing half-written looks like one. Continue with the same command and --resume."
                    : null);
        });
        return command;
    }

    private static int Run(Session session, List<(ExperimentPlan Plan, int Seed)> runs, RunOptions options)
    {
        // Every fault that data or output folder show comes before the first of many runs, not hours later.
        foreach (var (plan, seed) in runs)
        {
            ExperimentRunner.Check(plan, seed, session.Cancellation);
            ExperimentRunner.RequireStartable(plan, seed, options);
            RunStore.Begin(options.OutputRoot, plan.Experiment, plan.Variant, seed).Dispose();
        }

        options.SharedPretraining?.Begin(options.Resume, options.Overwrite);
        var outcomes = new List<RunOutcome>();
        foreach (var (plan, seed) in runs)
        {
            var outcome = Run(session, plan, seed, options);
            ResultTables.Write(session.Output, outcome);
            foreach (var warning in outcome.Warnings)
            {
                session.Error.WriteLine($"mlnetmasks: warning: {warning}");
            }

            outcomes.Add(outcome);
        }

        options.SharedPretraining?.Remove();
        if (outcomes.Count > 1)
        {
            var folder = Path.Combine(options.OutputRoot, runs[0].Plan.Experiment);
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

    private static RunOutcome Run(Session session, ExperimentPlan plan, int seed, RunOptions options)
    {
        using var progress = ProgressDisplay.Create(session.Error, $"{plan.Experiment}, variant {plan.Variant}, seed {seed}");
        var outcome = ExperimentRunner.Run(plan, seed, options with { Progress = new RunLines(progress) });
        progress.Finish();
        if (outcome.IsFromEarlier)
        {
            session.Error.WriteLine($"[{plan.Variant}, seed {seed}] was finished already and is kept");
        }

        return outcome;
    }
}
