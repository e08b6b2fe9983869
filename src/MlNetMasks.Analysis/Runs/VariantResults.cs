using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>The runs of one experiment and variant: the same measurement repeated with one or more seeds.</summary>
public sealed class VariantResults
{
    private readonly HashSet<string> _repeated;

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
        ChangedAnswers = [.. runs.SelectMany(run => run.ChangedAnswers)];
        ControlMask = runs.Select(run => run.Info.ControlMask).FirstOrDefault(name => !string.IsNullOrEmpty(name));
        string[] masks = [.. Records.Where(record => record.Stage is Stages.Analyze or Stages.Evaluate).Select(record => record.Mask).Where(name => name.Length > 0).Distinct()];
        Masks = [.. masks.Where(name => name == ControlMask), .. masks.Where(name => name != ControlMask)];
        DataSets = [.. Records.Where(record => record.Metric == Metrics.Accuracy && record.DataSet.Length > 0).Select(record => record.DataSet).Distinct()];
        Layers = [.. Records.Where(record => record.Metric == Metrics.Density && record.Layer.Length > 0).Select(record => record.Layer).Distinct()];
        HashSet<string> learned = [.. Records.Where(record => record.Mask.Length > 0 && record.Stage == record.Mask).Select(record => record.Mask)];
        HashSet<string> kept = [.. Records.Where(record => record.Metric == Metrics.Kept).Select(record => record.Mask)];
        HashSet<string> tested = [.. Records.Where(record => record.Metric == Metrics.Accuracy && record.DataSet.Length > 0).Select(record => record.Mask)];
        // Results without any training record say nothing about which masks were learned.
        Expressions = learned.Count == 0 ? [] : [.. Masks.Where(name => !learned.Contains(name) && kept.Contains(name) && tested.Contains(name))];
        _repeated = [.. Records.Where(record => record.Metric == Metrics.Stability).Select(record => record.Mask)];
    }

    /// <summary>Name of the experiment.</summary>
    public string Experiment => Runs[0].Info.Experiment;

    /// <summary>Name of the variant.</summary>
    public string Variant => Runs[0].Info.Variant;

    /// <summary>The runs, one per seed.</summary>
    public IReadOnlyList<StoredRun> Runs { get; }

    /// <summary>The records of all runs.</summary>
    public IReadOnlyList<ResultRecord> Records { get; }

    /// <summary>The answers that masks changed, of all runs.</summary>
    public IReadOnlyList<ChangedAnswer> ChangedAnswers { get; }

    /// <summary>Kind of the network; empty where it is not known.</summary>
    public string Network => Runs[0].Info.Network;

    /// <summary>Scale of the runs; empty where the experiment has only one.</summary>
    internal string Scale => Runs[0].Info.Scale;

    /// <summary>Name of the control mask, or <see langword="null"/>.</summary>
    public string? ControlMask { get; }

    /// <summary>Names of the masks: the control first, then the functions in the order of the records.</summary>
    public IReadOnlyList<string> Masks { get; }

    /// <summary>Names of the evaluation sets in the order of the records.</summary>
    public IReadOnlyList<string> DataSets { get; }

    /// <summary>Names of the layers in the order of the records.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>Names of the masks that were not learned but made of others by an expression.</summary>
    public IReadOnlyList<string> Expressions { get; }

    /// <summary>Names of the learned masks other than the control.</summary>
    public IEnumerable<string> FunctionMasks => Masks.Where(name => name != ControlMask && !Expressions.Contains(name));

    /// <summary>What the report answers, a word of <see cref="RunQuestion"/>.</summary>
    public string Question => Runs[0].Info.Question;

    /// <summary>Which function a mask belongs to: masks of one function with other seeds are named after it, <c>add-2</c> after <c>add</c>.</summary>
    internal string FunctionOf(string mask)
    {
        int dash = mask.LastIndexOf('-');
        return dash > 0 && int.TryParse(mask.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _) && _repeated.Contains(mask[..dash]) ? mask[..dash] : mask;
    }
}
