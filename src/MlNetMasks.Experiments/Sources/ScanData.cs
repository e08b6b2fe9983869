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
        var source = new ScanSource(Sets(settings, request.Seed));
        return new ExperimentData(source, source, new SequenceProblem(ScanSource.CommandColumn, ScanSource.ActionsColumn))
        {
            Notes = source.Membership.HasOfficialSimple
                ? ["The sets are those of the official SCAN files, every line checked against the grammar."]
                : [$"Length, jump and turn-left sets follow from SCAN's rules; the simple split is a random draw from seed {request.Seed}, because that of the official files was never published as a rule: fetch them with 'mlnetmasks data fetch scan' to use it."],
        };
    }

    private static ScanMembership Sets(Settings settings, int seed)
    {
        var wanted = settings.Text("files");
        if (wanted == SourceFiles.Generated)
        {
            return ScanMembership.FromRules(seed);
        }

        var cache = DataCache.Default;
        var missing = Enum.GetValues<ScanSet>().Select(ScanFiles.PathOf).Where(path => cache.Find(CacheName, path) is null).ToList();
        if (missing.Count > 0 && wanted == SourceFiles.Auto)
        {
            return ScanMembership.FromRules(seed);
        }

        return missing.Count > 0
            ? throw new PipelineFileException(
                settings.PlaceOf("files"),
                $"'{cache.PathOf(CacheName, missing[0])}' does not exist; fetch the official files with 'mlnetmasks data fetch scan', or let the sets follow from rules with --set data.files=generated.")
            : SourceFiles.Read(settings, () => ScanMembership.FromFiles(Path.Combine(cache.Folder, CacheName)));
    }
}
