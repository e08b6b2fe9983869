using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>The runs of one experiment and variant: the same measurement repeated with one or more seeds.</summary>
public sealed class VariantResults
{
    /// <summary>Groups runs of one experiment and variant.</summary>
    /// <param name="runs">At least one run; all of the same experiment and variant.</param>
    /// <exception cref="ArgumentException">There is no run, or they differ in experiment or variant.</exception>
    public VariantResults(IReadOnlyList<StoredRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0 || runs.Any(run => run.Info.Experiment != runs[0].Info.Experiment || run.Info.Variant != runs[0].Info.Variant))
        {
            throw new ArgumentException("Give at least one run, all of the same experiment and variant.", nameof(runs));
        }

        Runs = runs;
        Records = [.. runs.SelectMany(run => run.Records)];
        ControlMask = runs.Select(run => run.Info.ControlMask).FirstOrDefault(name => !string.IsNullOrEmpty(name));
        string[] masks = [.. Records.Where(record => record.Stage is Stages.Analyze or Stages.Evaluate).Select(record => record.Mask).Where(name => name.Length > 0).Distinct()];
        Masks = [.. masks.Where(name => name == ControlMask), .. masks.Where(name => name != ControlMask)];
        DataSets = [.. Records.Where(record => record.Metric == Metrics.Accuracy && record.DataSet.Length > 0).Select(record => record.DataSet).Distinct()];
        Layers = [.. Records.Where(record => record.Metric == Metrics.Density && record.Layer.Length > 0).Select(record => record.Layer).Distinct()];
    }

    /// <summary>Name of the experiment.</summary>
    public string Experiment => Runs[0].Info.Experiment;

    /// <summary>Name of the variant.</summary>
    public string Variant => Runs[0].Info.Variant;

    /// <summary>The runs, one per seed.</summary>
    public IReadOnlyList<StoredRun> Runs { get; }

    /// <summary>The records of all runs.</summary>
    public IReadOnlyList<ResultRecord> Records { get; }

    /// <summary>Name of the control mask, or <see langword="null"/>.</summary>
    public string? ControlMask { get; }

    /// <summary>Names of the masks: the control first, then the functions in the order of the records.</summary>
    public IReadOnlyList<string> Masks { get; }

    /// <summary>Names of the evaluation sets in the order of the records.</summary>
    public IReadOnlyList<string> DataSets { get; }

    /// <summary>Names of the layers in the order of the records.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>Names of the masks other than the control.</summary>
    public IEnumerable<string> FunctionMasks => Masks.Where(name => name != ControlMask);
}
