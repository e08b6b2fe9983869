using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>The results of one run or of many, for example all seeds and variants of an experiment.</summary>
public sealed class RunResults
{
    private RunResults(IReadOnlyList<StoredRun> runs, IReadOnlyList<SkippedFolder> skipped)
    {
        Runs = runs;
        Skipped = skipped;
        Records = [.. runs.SelectMany(run => run.Records)];
        ChangedAnswers = [.. runs.SelectMany(run => run.ChangedAnswers)];
        Variants = [.. runs.GroupBy(run => (run.Info.Experiment, run.Info.Variant)).Select(group => new VariantResults([.. group]))];
    }

    /// <summary>The runs, ordered by experiment, variant and seed.</summary>
    public IReadOnlyList<StoredRun> Runs { get; }

    /// <summary>Folders that were left out because they are not complete, with the reason.</summary>
    public IReadOnlyList<SkippedFolder> Skipped { get; }

    /// <summary>The records of all runs.</summary>
    public IReadOnlyList<ResultRecord> Records { get; }

    /// <summary>The answers that masks changed, of all runs.</summary>
    public IReadOnlyList<ChangedAnswer> ChangedAnswers { get; }

    /// <summary>The runs grouped by experiment and variant: the seeds of one group are repetitions of the same measurement.</summary>
    public IReadOnlyList<VariantResults> Variants { get; }

    /// <summary>Loads a run folder, or all complete runs below a folder.</summary>
    /// <param name="path">A folder with <c>run.json</c> and <c>metrics.parquet</c> or <c>metrics.csv</c>, or a folder that holds such folders at any depth.</param>
    /// <returns>The results.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ResultFormatException">No folder holds a complete run, a file is damaged, or one run is there twice.</exception>
    public static RunResults Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no folder '{path}'. Give a run folder, such as runs/quickstart/default/seed-1, or a folder of runs, such as runs.");
        }

        (List<StoredRun> runs, List<SkippedFolder> skipped) = RunFolders.Read(path);
        if (runs.Count == 0)
        {
            string hint = skipped.Count > 0 ? $" {skipped.Count} incomplete: {OneLine.Of(skipped[0].Directory)} ({skipped[0].Reason})" : "";
            throw new ResultFormatException($"'{path}' holds no complete run: no folder has {RunInfoFile.Name} and {ResultFile.ParquetName} or {ResultFile.CsvName}.{hint} Give the folder that a run was written to, or run one first.");
        }

        return Create(runs, skipped);
    }

    /// <summary>Makes results from runs in memory.</summary>
    /// <param name="runs">At least one run; no two may have the same experiment, variant and seed.</param>
    /// <returns>The results.</returns>
    /// <exception cref="ArgumentException">There is no run.</exception>
    /// <exception cref="ResultFormatException">One run is there twice, or a record belongs to another run.</exception>
    public static RunResults FromRuns(IEnumerable<StoredRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        List<StoredRun> list = [.. runs];
        return list.Count == 0 ? throw new ArgumentException("There is no run. Give at least one.", nameof(runs)) : Create(list, []);
    }

    /// <summary>All records as a data frame with the columns of <see cref="ResultColumns.All"/>.</summary>
    /// <returns>A new frame.</returns>
    public DataFrame ToDataFrame() => Records.ToDataFrame();

    private static RunResults Create(List<StoredRun> runs, List<SkippedFolder> skipped)
    {
        List<StoredRun> ordered = [.. runs
            .OrderBy(run => run.Info.Experiment, StringComparer.Ordinal)
            .ThenBy(run => run.Info.Variant, NaturalOrder.Instance)
            .ThenBy(run => run.Info.Seed)];
        for (int i = 0; i < ordered.Count; i++)
        {
            RunFolders.CheckRecords(ordered[i]);
            if (i > 0 && Key(ordered[i]) == Key(ordered[i - 1]))
            {
                throw new ResultFormatException($"Experiment '{ordered[i].Info.Experiment}', variant '{ordered[i].Info.Variant}', seed {ordered[i].Info.Seed} is there twice: '{ordered[i - 1].Directory}' and '{ordered[i].Directory}'. Counting it twice would falsify every mean: remove one.");
            }

            if (i > 0 && ordered[i].Info is var info && ordered[i - 1].Info is var previous
                && (info.Experiment, info.Variant) == (previous.Experiment, previous.Variant) && info.ConfigurationHash != previous.ConfigurationHash)
            {
                throw new ResultFormatException($"'{ordered[i - 1].Directory}' and '{ordered[i].Directory}' are seeds of the same variant with different configurations: a mean over them would mean nothing. Run the seeds with one configuration, or keep the runs in different folders.");
            }
        }

        return new RunResults(ordered, skipped);
    }

    private static (string Experiment, string Variant, int Seed) Key(StoredRun run) => (run.Info.Experiment, run.Info.Variant, run.Info.Seed);
}
