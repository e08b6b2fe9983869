using System.CommandLine;
using MlNetMasks.Data;
using MlNetMasks.Masks;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks data</c> and what its verbs share.</summary>
internal static class DataVerb
{
    public static Command Create(Session session) => new("data", $"Lists, fetches and verifies the official data files; they lie in {DataCache.DefaultFolder}, or where {DataCache.FolderVariable} says.")
    {
        DataListVerb.Create(session),
        DataFetchVerb.Create(session),
        DataVerifyVerb.Create(session),
    };

    public static Option<string?> CacheOption() => new("--cache")
    {
        Description = $"Folder of the data files. Default: the environment variable {DataCache.FolderVariable}, else {DataCache.DefaultFolder}.",
        HelpName = "dir",
    };

    public static DataCache CacheOf(ParseResult parsed, Option<string?> option)
        => parsed.GetValue(option) is not { } folder ? DataCache.Default
            : string.IsNullOrWhiteSpace(folder) ? throw new UsageException("--cache is empty; name a folder.")
            : new DataCache(folder);

    /// <summary>The manifests of the names, each once.</summary>
    public static IReadOnlyList<DataManifest> Manifests(IEnumerable<string> names) => [.. names.Distinct().Select(name =>
    {
        var known = DataManifests.All.Select(manifest => manifest.Name).ToList();
        return DataManifests.Find(name) ?? throw new UsageException(
            $"There is no data set '{name}'; {(SimilarName.Find(name, known) is { } nearest ? $"did you mean '{nearest}'? There are" : "use one of")} {string.Join(", ", known)}.");
    })];

    /// <summary>What the cache holds of a file, in words.</summary>
    public static string Text(DataFileStatus status)
    {
        var word = status.State switch
        {
            DataFileState.Missing => "missing",
            DataFileState.Damaged => "damaged",
            DataFileState.Unverified => "cached, not verified",
            _ => "verified",
        };
        return status.Detail.Length > 0 ? $"{word}: {status.Detail}" : word;
    }
}
