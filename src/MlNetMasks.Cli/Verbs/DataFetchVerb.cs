using System.CommandLine;
using MlNetMasks.Cli.Output;
using MlNetMasks.Data;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks data fetch</c></summary>
internal static class DataFetchVerb
{
    public static Command Create(Session session)
    {
        var names = new Argument<string[]>("NAME") { Description = "Data sets, as 'data list' names them.", Arity = ArgumentArity.OneOrMore };
        var from = new Option<string?>("--from") { Description = "Folder to take the files from instead of the network; they may lie at any depth.", HelpName = "dir" };
        var cache = DataVerb.CacheOption();
        var command = new Command("fetch", "Fetches data sets that are not in the cache, continues interrupted downloads, and verifies every file.") { names, from, cache };
        command.SetAction(parsed => session.Guard(
            () => Fetch(session, DataVerb.Manifests(parsed.GetValue(names)!), DataVerb.CacheOf(parsed, cache), parsed.GetValue(from)),
            () => "what was received is kept; continue with the same command."));
        return command;
    }

    /// <summary>Fetches sets, from a folder when one is given.</summary>
    public static int Fetch(Session session, IReadOnlyList<DataManifest> manifests, DataCache cache, string? folder)
    {
        if (folder is not null && string.IsNullOrWhiteSpace(folder))
        {
            throw new UsageException("--from is empty; name the folder that holds the files.");
        }

        using var downloader = new Downloader();
        foreach (var manifest in manifests)
        {
            using (var progress = ProgressDisplay.Create(session.Error, manifest.Title))
            {
                downloader.FetchAsync(manifest, cache, folder, new DownloadLines(progress, TimeProvider.System), session.Cancellation).GetAwaiter().GetResult();
                progress.Finish();
            }

            session.Output.WriteLine($"{manifest.Name}: {manifest.Files.Count} {(manifest.Files.Count == 1 ? "file" : "files")} verified in {Path.Combine(cache.Folder, manifest.Name)}; licence: {manifest.Licence}");
        }

        return ExitCode.Done;
    }
}
