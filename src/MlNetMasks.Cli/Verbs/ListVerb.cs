using System.CommandLine;
using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks list</c></summary>
internal static class ListVerb
{
    public static Command Create(Session session)
    {
        var folder = new Argument<string>("DIR") { Description = "Folder with pipeline files. Default: pipelines.", DefaultValueFactory = _ => "pipelines" };
        var command = new Command("list", "Lists the pipeline files of a folder with their variants and scales.") { folder };
        command.SetAction(parsed => session.Guard(() =>
        {
            var path = parsed.GetValue(folder)!;
            if (!Directory.Exists(path))
            {
                throw new DirectoryNotFoundException($"There is no folder '{path}'; name a folder with pipeline files.");
            }

            foreach (var file in Directory.EnumerateFiles(path, "*.yaml").Order(StringComparer.Ordinal))
            {
                var pipeline = PipelineFile.Load(file);
                session.Output.WriteLine(file);
                session.Output.WriteLine($"  {pipeline.Description}");
                session.Output.WriteLine($"  variants: {string.Join(", ", pipeline.Variants)}; scales: {string.Join(", ", pipeline.Scales)}");
            }

            return ExitCode.Done;
        }));
        return command;
    }
}
