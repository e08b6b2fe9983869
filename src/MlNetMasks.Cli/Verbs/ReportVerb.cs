using System.CommandLine;
using MlNetMasks.Analysis;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks report</c></summary>
internal static class ReportVerb
{
    public static Command Create(Session session)
    {
        var folder = new Argument<string[]>("DIR")
        {
            Description = "Folder of one run, or of many. With --markdown also several folders, each with another scale of an experiment.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--out") { Description = "Folder to write report.html and figures to. Default: DIR.", HelpName = "dir" };
        var markdown = new Option<string?>("--markdown") { Description = "File to write a Markdown page of the runs to, instead of the report; with --out both are written.", HelpName = "file" };
        var command = new Command("report", "Writes the report of one run, or of many runs together.") { folder, output, markdown };
        command.SetAction(parsed => session.Guard(() =>
        {
            var paths = parsed.GetValue(folder)!;
            var page = parsed.GetValue(markdown);
            var target = parsed.GetValue(output) ?? (page is null ? paths[0] : null);
            if (target is not null && paths.Length > 1)
            {
                throw new UsageException("A report takes one DIR; several are for --markdown alone. Give the folder that holds all runs of one scale.");
            }

            RunResults[] results = [.. paths.Select(RunResults.Load)];
            foreach (var skipped in results.SelectMany(result => result.Skipped))
            {
                session.Error.WriteLine($"mlnetmasks: skipped '{skipped.Directory}': {skipped.Reason}");
            }

            if (page is not null)
            {
                RunFolder.Guard(page, () => session.Output.WriteLine(RunMarkdown.Write(results, page)));
            }

            if (target is not null)
            {
                RunFolder.Guard(Path.Combine(target, RunReport.FileName), () => session.Output.WriteLine(RunReport.Write(results[0], target)));
            }

            return ExitCode.Done;
        }));
        return command;
    }
}
