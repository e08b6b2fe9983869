using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>What masks that leave classes out do to each class, on each evaluation set.</summary>
internal sealed class ClassTable
{
    private readonly Dictionary<(string Mask, string Set, string Class), SeedMean> _relative;
    private readonly Dictionary<(string Mask, string Set, string Metric), SeedMean> _totals;
    private readonly Dictionary<(string Mask, string Set, string Class, string Answer), SeedMean> _differences;
    private readonly ILookup<(string Mask, string Set), string> _targets;

    public ClassTable(VariantResults variant)
    {
        ResultRecord[] targets = [.. variant.Records.Where(record => record.Metric == Metrics.TargetDrop)];
        ResultRecord[] relative = [.. variant.Records.Where(record => record.Metric == Metrics.RelativeDrop)];
        ResultRecord[] differences = [.. variant.Records.Where(record => record.Metric == Metrics.ConfusionDifference)];
        _relative = SeedMean.By(relative, record => (record.Mask, record.DataSet, record.Unit));
        _totals = SeedMean.By(
            variant.Records.Where(record => record.Unit.Length == 0 && record.Metric is Metrics.TargetDrop or Metrics.MeanOtherDrop or Metrics.LargestOtherToTarget),
            record => (record.Mask, record.DataSet, record.Metric));
        _differences = SeedMean.By(differences, record => (record.Mask, record.DataSet, record.Unit, record.Against));
        _targets = targets.Where(record => record.Unit.Length > 0).Select(record => (record.Mask, record.DataSet, record.Unit)).Distinct()
            .ToLookup(record => (record.Mask, record.DataSet), record => record.Unit);
        Rows = [.. variant.Masks.SelectMany(mask => targets.Where(record => record.Mask == mask && record.Unit.Length == 0).Select(record => (mask, record.DataSet)).Distinct())];
        Sets = [.. Rows.Select(row => row.Set).Distinct()];
        Classes = [.. relative.Select(record => record.Unit).Distinct()];
        Answers = [.. Classes.Union(differences.Select(record => record.Against))];
    }

    /// <summary>The masks that leave classes out, with the evaluation sets on which they were compared with the control.</summary>
    public IReadOnlyList<(string Mask, string Set)> Rows { get; }

    public IReadOnlyList<string> Sets { get; }

    public IReadOnlyList<string> Classes { get; }

    public IReadOnlyList<string> Answers { get; }

    /// <summary>The rows of one set.</summary>
    public (string Mask, string Set)[] Of(string set) => [.. Rows.Where(row => row.Set == set)];

    /// <summary>The classes that a mask leaves out, in words.</summary>
    public string LeftOut((string Mask, string Set) row) => _targets[row].Any() ? string.Join(" + ", _targets[row]) : row.Mask;

    public SeedMean Relative((string Mask, string Set) row, string name) => _relative.GetValueOrDefault((row.Mask, row.Set, name), SeedMean.Missing);

    public SeedMean Total((string Mask, string Set) row, string metric) => _totals.GetValueOrDefault((row.Mask, row.Set, metric), SeedMean.Missing);

    public SeedMean Difference((string Mask, string Set) row, string name, string answer) => _differences.GetValueOrDefault((row.Mask, row.Set, name, answer), SeedMean.Missing);

    /// <summary>The largest drop of a class that is not left out; an increase counts as 0.</summary>
    public SeedMean LargestOther((string Mask, string Set) row) =>
        Classes.Where(name => !_targets[row].Contains(name)).Select(name => Relative(row, name)).Where(drop => drop.HasValue)
            .Select(drop => drop.Mean < 0 ? new SeedMean(0, double.NaN, drop.Count) : drop).OrderByDescending(drop => drop.Mean).FirstOrDefault(SeedMean.Missing);

    /// <summary>What leaving classes out did, in words.</summary>
    public IEnumerable<string> Sentences()
    {
        foreach (string set in Sets)
        {
            (string, string)[] rows = [.. Of(set).Where(row => Total(row, Metrics.TargetDrop).HasValue)];
            int undefined = Of(set).Length - rows.Length;
            if (undefined > 0)
            {
                yield return $"Of {ReportText.Plural(undefined, "mask")} that {(undefined == 1 ? "leaves" : "leave")} classes out no drop is defined{(Sets.Count > 1 ? $" on {set}" : "")}: the control's mask answers nothing of these classes right.";
            }

            if (rows.Length == 0)
            {
                continue;
            }

            SeedMean target = SeedMean.Of(rows.Select(row => Total(row, Metrics.TargetDrop).Mean));
            SeedMean other = SeedMean.Of(rows.Select(row => Total(row, Metrics.MeanOtherDrop).Mean));
            (string, string) least = rows.MinBy(row => Total(row, Metrics.TargetDrop).Mean);
            string on = Sets.Count > 1 ? $" on {set}" : "";
            yield return rows.Length == 1
                ? $"With the {rows[0].Item1} mask, {LeftOut(rows[0])} loses {ReportText.Percent(target.Mean)} of the accuracy that it has with the control{on}, the other classes {ReportText.Percent(other.Mean)} on average."
                : $"With {rows.Length} masks that leave classes out, what is left out loses {ReportText.Percent(target.Mean)} of the accuracy that it has with the control{on}, on average and at least {ReportText.Percent(Total(least, Metrics.TargetDrop).Mean)} ({LeftOut(least)}); the other classes lose {ReportText.Percent(other.Mean)} on average.";
        }
    }
}
