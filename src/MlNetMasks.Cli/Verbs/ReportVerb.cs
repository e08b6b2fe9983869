using System.CommandLine;
using MlNetMasks.Analysis;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks report</c></summary>
internal static class ReportVerb
{
    public static Command Create(Session session)
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of one run, or of many." };
        var output = new Option<string?>("--out") { Description = "Folder to write report.html and figures to. Default: DIR.", HelpName = "dir" };
        var markdown = new Option<string?>("--markdown") { Description = "File to write a Markdown page of the runs to, instead of the report; with --out both are written.", HelpName = "file" };
        var command = new Command("report", "Writes the report of one run, or of many runs together.") { folder, output, markdown };
        command.SetAction(parsed => session.Guard(() =>
        {
            var path = parsed.GetValue(folder)!;
            var results = RunResults.Load(path);
            foreach (var skipped in results.Skipped)
            {
                session.Error.WriteLine($"mlnetmasks: skipped '{skipped.Directory}': {skipped.Reason}");
            }

            var page = parsed.GetValue(markdown);
            if (page is not null)
            {
                RunFolder.Guard(page, () => session.Output.WriteLine(RunMarkdown.Write(results, page)));
            }

            if (page is not null && parsed.GetValue(output) is null)
            {
                return ExitCode.Done;
            }

            var target = parsed.GetValue(output) ?? path;
            RunFolder.Guard(Path.Combine(target, RunReport.FileName), () => session.Output.WriteLine(RunReport.Write(results, target)));
            return ExitCode.Done;
        }));
        return command;
    }
}
