using MlNetMasks.Data;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Sources;

/// <summary>Opens the source <c>scan</c>: all commands; row filters choose the training and test sets.</summary>
internal static class ScanData
{
    /// <summary>Name of the data set in the cache.</summary>
    private const string CacheName = "scan";

    public static ExperimentData Open(DataRequest request)
    {
        var settings = request.Plan.Data.Settings;
        var cache = DataCache.Default;
        var wanted = settings.Text("files");
        string[] files = [.. Enum.GetValues<ScanSet>().Select(ScanFiles.PathOf)];
        string[] missing = [.. files.Where(path => cache.Find(CacheName, path) is null)];
        if (missing.Length > 0 && wanted == SourceFiles.Official)
        {
            throw new PipelineFileException(
                settings.PlaceOf("files"),
                $"'{cache.PathOf(CacheName, missing[0])}' does not exist; fetch the official files with 'mlnetmasks data fetch scan', or let the sets follow from rules with --set data.files=generated.");
        }

        var isRead = missing.Length == 0 && wanted != SourceFiles.Generated;
        var sets = isRead ? SourceFiles.Read(settings, () => ScanMembership.FromFiles(Path.Combine(cache.Folder, CacheName))) : ScanMembership.FromRules(request.Seed);
        var source = new ScanSource(sets);
        return new ExperimentData(source, source, new SequenceProblem(ScanSource.CommandColumn, ScanSource.ActionsColumn))
        {
            Notes =
            [
                (isRead, sets.HasOfficialSimple) switch
                {
                    (true, true) => "The sets are those of the official SCAN files, every line checked against the grammar.",
                    (true, false) => "The sets are those of the files given, every line checked against the grammar. Their simple split is not the official one: verify them with 'mlnetmasks data verify scan'.",
                    _ => $"Length, jump and turn-left sets follow from SCAN's rules; the simple split is a random draw from seed {request.Seed}, because that of the official files was never published as a rule: fetch them with 'mlnetmasks data fetch scan' to use it.",
                },
                .. wanted == SourceFiles.Auto && missing.Length > 0 && missing.Length < files.Length
                    ? [$"Of the {files.Length} official SCAN files {missing.Length} are missing, first '{missing[0]}', so that none was used."]
                    : Array.Empty<string>(),
            ],
        };
    }
}
