using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Finds and reads run folders.</summary>
internal static class RunFolders
{
    public static (List<StoredRun> Runs, List<SkippedFolder> Skipped) Read(string path)
    {
        List<StoredRun> runs = [];
        List<SkippedFolder> skipped = [];
        Visit(path, runs, skipped);
        return (runs, skipped);
    }

    /// <summary>A record that names another run would end up in the wrong group, so it is refused.</summary>
    public static void CheckRecords(StoredRun run)
    {
        foreach (ResultRecord record in run.Records)
        {
            Check(run, "a record", record.Experiment, record.Variant, record.Seed);
        }

        foreach (ChangedAnswer answer in run.ChangedAnswers)
        {
            Check(run, "a changed answer", answer.Experiment, answer.Variant, answer.Seed);
        }
    }

    private static void Check(StoredRun run, string what, string experiment, string variant, int seed)
    {
        if (seed != run.Info.Seed || experiment != run.Info.Experiment || variant != run.Info.Variant)
        {
            throw new ResultFormatException($"'{run.Directory}': {what} belongs to {Describe(experiment, variant, seed)}, but {RunInfoFile.Name} says {Describe(run.Info.Experiment, run.Info.Variant, run.Info.Seed)}. The files come from different runs: restore the folder or run again.");
        }
    }

    private static void Visit(string directory, List<StoredRun> runs, List<SkippedFolder> skipped)
    {
        string info = Path.Combine(directory, RunInfoFile.Name);
        string parquet = Path.Combine(directory, ResultFile.ParquetName);
        string csv = Path.Combine(directory, ResultFile.CsvName);
        bool hasInfo = File.Exists(info);
        bool hasMetrics = File.Exists(parquet) || File.Exists(csv);
        if (hasInfo && hasMetrics)
        {
            string changed = Path.Combine(directory, ChangedAnswerFile.Name);
            runs.Add(new StoredRun(directory, RunInfoFile.Read(info), ResultFile.Read(File.Exists(parquet) ? parquet : csv))
            {
                ChangedAnswers = File.Exists(changed) ? ChangedAnswerFile.Read(changed) : [],
            });
            return;
        }

        if (hasInfo || hasMetrics)
        {
            skipped.Add(new SkippedFolder(directory, hasInfo ? $"neither {ResultFile.ParquetName} nor {ResultFile.CsvName} is there." : $"{RunInfoFile.Name} is missing."));
            return;
        }

        foreach (string child in Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal))
        {
            // A dot marks a folder that is still being written, or that is not ours.
            if (!Path.GetFileName(child).StartsWith('.'))
            {
                Visit(child, runs, skipped);
            }
        }
    }

    private static string Describe(string experiment, string variant, int seed) => $"{OneLine.Of(experiment)}/{OneLine.Of(variant)}/seed {seed}";
}
