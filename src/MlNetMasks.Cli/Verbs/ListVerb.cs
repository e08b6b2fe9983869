using System.CommandLine;
using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks list</c></summary>
internal static class ListVerb
{
    public static Command Create(Session session)
    {
        var folder = new Argument<string>("DIR") { Description = "Folder with pipeline files.", DefaultValueFactory = _ => "pipelines" };
        var command = new Command("list", "Lists the pipeline files of a folder with their variants and scales.") { folder };
        command.SetAction(parsed => session.Guard(() =>
        {
            var path = parsed.GetValue(folder)!;
            if (!Directory.Exists(path))
            {
                throw new DirectoryNotFoundException($"There is no folder '{path}'; name a folder with pipeline files.");
            }

            string[] files = [.. Directory.EnumerateFiles(path, "*.yaml").Order(StringComparer.Ordinal)];
            if (files.Length == 0)
            {
                throw new UsageException($"The folder '{path}' has no pipeline file (*.yaml); name a folder that has.");
            }

            return files.Max(file => session.Guard(() => Write(session.Output, file)));
        }));
        return command;
    }

    private static int Write(TextWriter output, string file)
    {
        var pipeline = PipelineFile.Load(file);
        output.WriteLine(file);
        output.WriteLine($"  {pipeline.Description}");
        output.WriteLine($"  variants: {string.Join("  ", pipeline.Variants)}; scales: {string.Join("  ", pipeline.Scales)}");
        return ExitCode.Done;
    }
}
