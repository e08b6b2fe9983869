using System.CommandLine;
using MlNetMasks.Cli.Output;
using MlNetMasks.Data;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks data verify</c></summary>
internal static class DataVerifyVerb
{
    public static Command Create(Session session)
    {
        var names = new Argument<string[]>("NAME") { Description = "Data sets. Default: those of which the cache holds a file.", Arity = ArgumentArity.ZeroOrMore };
        var cache = DataVerb.CacheOption();
        var command = new Command("verify", "Reads the cached files and compares sizes and SHA-256; exit code 1 when one is missing or wrong.") { names, cache };
        command.SetAction(parsed => session.Guard(() => Verify(session, DataVerb.Manifests(parsed.GetValue(names) ?? []), DataVerb.CacheOf(parsed, cache)), () => null));
        return command;
    }

    /// <summary>Verifies sets, or without any those that the cache holds something of.</summary>
    public static int Verify(Session session, IReadOnlyList<DataManifest> named, DataCache cache)
    {
        var manifests = named.Count > 0 ? named : [.. DataManifests.All.Where(manifest => manifest.Files.Any(file => cache.Find(manifest.Name, file.Path) is not null))];
        if (manifests.Count == 0)
        {
            throw new UsageException($"The cache '{cache.Folder}' holds no data set; fetch one with 'mlnetmasks data fetch NAME'.");
        }

        List<DataFileStatus> states = [];
        using (var progress = ProgressDisplay.Create(session.Error, "verify"))
        {
            var lines = new DownloadLines(progress, TimeProvider.System);
            foreach (var (manifest, file) in manifests.SelectMany(manifest => manifest.Files.Select(file => (manifest, file))))
            {
                states.Add(cache.VerifyAsync(manifest, file, lines, session.Cancellation).GetAwaiter().GetResult());
            }

            progress.Finish();
        }

        foreach (var state in states)
        {
            session.Output.WriteLine($"{state.Set}/{state.File.Path}: {DataVerb.Text(state)}");
        }

        var wrong = states.Where(state => state.State != DataFileState.Verified).ToList();
        if (wrong.Count > 0)
        {
            session.Error.WriteLine($"mlnetmasks: {wrong.Count} of {states.Count} files {(wrong.Count == 1 ? "is" : "are")} missing or damaged; fetch them with 'mlnetmasks data fetch {string.Join(' ', wrong.Select(state => state.Set).Distinct())}'.");
        }

        return wrong.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
