using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// Compares masks that leave classes out with the control: those whose row filter excludes values of the key that is the right answer. Nothing is compared without a control
/// that was tested on the same set.
/// </summary>
/// <param name="stages">The masks.</param>
/// <param name="problem">The problem, which has the classes.</param>
internal sealed class ClassRemoval(ModelStages stages, BoundProblem problem)
{
    private readonly Dictionary<(string Mask, string Set), AnswerCounts> _counts = [];

    /// <summary>Notes what was counted for a mask.</summary>
    public void Add(EvaluationBinding binding, string set, AnswerCounts counts)
    {
        if (binding.Condition == Condition.Mask && counts.Confusion is not null)
        {
            _counts[(binding.Mask, set)] = counts;
        }
    }

    /// <summary>The comparisons, mask by mask in the order of the model.</summary>
    public IEnumerable<(string Mask, string Set, string Unit, string Against, string Metric, double Value)> Results(IReadOnlyList<string> sets)
    {
        if (problem.Confusion is not { } confusion || stages.Masks.FirstOrDefault(mask => mask.Options.SetRole == MaskRole.Control) is not { } control
            || stages.Network.Problem.Columns.FirstOrDefault(column => column is { Purpose: ColumnPurpose.Target, Kind: ColumnKind.Key }) is not { } label)
        {
            yield break;
        }

        foreach (var mask in stages.Masks.Where(mask => mask.Options.SetRole == MaskRole.Function))
        {
            var targets = mask.Options.Rows?.LeftOut(label.Name, confusion.TrueClasses) ?? [];
            foreach (var set in targets.Count == 0 ? [] : sets)
            {
                if (_counts.TryGetValue((control.Name, set), out var before) && _counts.TryGetValue((mask.Name, set), out var after))
                {
                    foreach (var (unit, against, metric, value) in Compare(confusion, before, after, targets))
                    {
                        yield return (mask.Name, set, unit, against, metric, value);
                    }
                }
            }
        }
    }

    private static IEnumerable<(string Unit, string Against, string Metric, double Value)> Compare(
        ConfusionShape shape, AnswerCounts before, AnswerCounts after, IReadOnlyList<int> targets)
    {
        var drops = new ClassDrops(
            [.. shape.TrueClasses.Select((_, c) => Share(before, shape, c, c))], [.. shape.TrueClasses.Select((_, c) => Share(after, shape, c, c))], targets);
        for (var c = 0; c < shape.TrueClasses.Count; c++)
        {
            if (Total(before, shape, c) == 0)
            {
                continue; // the set has no such class
            }

            yield return (shape.TrueClasses[c], "", Metrics.RelativeDrop, drops.Relative[c]);
            for (var answered = 0; answered < shape.AnsweredClasses.Count; answered++)
            {
                yield return (shape.TrueClasses[c], shape.AnsweredClasses[answered], Metrics.ConfusionDifference,
                    Share(after, shape, c, answered) - Share(before, shape, c, answered));
            }
        }

        var isThere = shape.TrueClasses.Select((_, c) => Total(before, shape, c) > 0).ToList();
        if (targets.All(target => isThere[target]) && isThere.Index().Any(known => known.Item && !targets.Contains(known.Index)))
        {
            yield return ("", "", Metrics.TargetDrop, drops.Target);
            foreach (var target in targets)
            {
                yield return (shape.TrueClasses[target], "", Metrics.TargetDrop, drops.Relative[target]);
            }

            yield return ("", "", Metrics.MeanOtherDrop, drops.MeanOther);
            yield return ("", "", Metrics.LargestOtherToTarget, drops.LargestOtherToTarget);
        }
    }

    private static double Share(AnswerCounts counts, ConfusionShape shape, int trueClass, int answered) =>
        Total(counts, shape, trueClass) is var total && total > 0 ? (double)counts.Confused(trueClass, answered) / total : double.NaN;

    private static long Total(AnswerCounts counts, ConfusionShape shape, int trueClass) =>
        Enumerable.Range(0, shape.AnsweredClasses.Count).Sum(answered => counts.Confused(trueClass, answered));
}
