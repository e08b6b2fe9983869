using System.CommandLine;
using MlNetMasks.Analysis;
using MlNetMasks.Cli.Output;
using MlNetMasks.Experiments.Running;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks run</c></summary>
internal static class RunVerb
{
    public static Command Create(Session session)
    {
        var common = new CommonOptions();
        var output = new Option<string>("--out") { Description = "Folder of all runs. Default: runs.", DefaultValueFactory = _ => "runs" };
        var threads = new Option<int>("--threads") { Description = "Threads, 1 to 1024; 0 chooses by the size of the work. Default: 0." };
        var command = new Command("run", "Runs a pipeline file: trains, learns masks, evaluates, checks gates and writes a run folder with report.");
        common.AddTo(command);
        command.Options.Add(common.Seeds);
        command.Options.Add(output);
        command.Options.Add(threads);
        command.SetAction(parsed => session.Guard(() => Run(session, parsed, common, parsed.GetValue(output)!, parsed.GetValue(threads))));
        return command;
    }

    private static int Run(Session session, ParseResult parsed, CommonOptions common, string root, int threads)
    {
        if (threads is < 0 or > 1024)
        {
            throw new FormatException($"--threads is {threads}; it must lie between 0 and 1024.");
        }

        var seeds = common.SeedsOf(parsed);
        var plans = PlanList.Read(parsed, common);
        foreach (var plan in plans)
        {
            // Every fault that the data shows comes before the first of many runs, not hours later.
            ExperimentRunner.Check(plan, seeds[0]);
        }

        var outcomes = new List<RunOutcome>();
        foreach (var plan in plans)
        {
            foreach (var seed in seeds)
            {
                using var progress = ProgressDisplay.Create(session.Error);
                var outcome = ExperimentRunner.Run(plan, seed, new RunOptions
                {
                    OutputRoot = root,
                    Threads = threads,
                    Progress = progress,
                    Cancellation = session.Cancellation,
                });
                progress.Finish();
                ResultTables.Write(session.Output, outcome);
                outcomes.Add(outcome);
            }
        }

        if (outcomes.Count > 1)
        {
            var folder = Path.Combine(root, plans[0].Experiment);
            session.Output.WriteLine($"All {outcomes.Count} runs together: {RunReport.Write(RunResults.FromRuns(outcomes.Select(outcome => outcome.Run)), folder)}");
        }

        return outcomes.All(outcome => outcome.IsPassed) ? ExitCode.Done : ExitCode.GateFailed;
    }
}
