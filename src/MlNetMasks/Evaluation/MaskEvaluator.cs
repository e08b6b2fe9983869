using Microsoft.ML;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Tests a network under every condition on every evaluation set.</summary>
internal sealed class MaskEvaluator(ModelStages stages, EvaluationOptions options)
{
    private readonly PretrainedNetwork _network = stages.Pretrained.Network;
    private readonly List<ResultRecord> _records = [];

    public IReadOnlyList<ResultRecord> Run(IDataView data)
    {
        RequireUsable();
        var view = stages.Prepare(data);
        var columns = ProblemColumns.Find(_network.Problem, view.Schema, needTargets: true).As(_network.ColumnSizes);
        var problem = _network.Problem.Bind(columns.Sizes); // bound to this data: it may have confusion columns that training lacked
        var slots = options.Sets.Select(set => SlotList.Resolve(set.Slots, problem.OutputSlotCount, $"Evaluation set '{set.Name}'")).ToList();
        var tables = options.Sets.Select(set => ExampleReader.Read(view, columns, problem, set.Rows, $"Evaluation set '{set.Name}'", options.Cancellation).Table).ToList();
        foreach (var (mask, condition) in Bindings())
        {
            using var predictor = new NetworkPredictor(problem, _network.Weights.Thaw(condition switch
            {
                Condition.Unmasked => null,
                Condition.Mask => mask!.Mask,
                _ => mask!.Mask.Not(),
            }));
            for (var set = 0; set < tables.Count; set++)
            {
                Record(mask?.Name ?? "", condition, options.Sets[set].Name, predictor.Count(tables[set], slots[set], options.Cancellation));
            }
        }

        return _records;
    }

    private void RequireUsable()
    {
        if (options.Sets.Count == 0 || options.Sets.Select(set => set.Name).Distinct(StringComparer.Ordinal).Count() < options.Sets.Count)
        {
            throw new ArgumentException($"The evaluation sets are [{string.Join(", ", options.Sets.Select(set => set.Name))}]; at least one is needed and names must differ.");
        }

        foreach (var condition in options.Conditions)
        {
            if (condition is not (Condition.Unmasked or Condition.Mask or Condition.Inverse))
            {
                throw new ArgumentException($"Condition '{ConditionNames.ToText(condition)}' cannot be evaluated here; use unmasked, mask or inverse.");
            }
        }
    }

    private IEnumerable<(MaskTransformer? Mask, Condition Condition)> Bindings()
    {
        if (options.Conditions.Contains(Condition.Unmasked))
        {
            yield return (null, Condition.Unmasked);
        }

        foreach (var mask in stages.Masks)
        {
            foreach (var condition in options.Conditions.Where(condition => condition != Condition.Unmasked).Distinct())
            {
                yield return (mask, condition);
            }
        }
    }

    private void Record(string mask, Condition condition, string set, AnswerCounts counts)
    {
        Add("", "", Metrics.Accuracy, counts.Accuracy);
        Add("", "", Metrics.Count, counts.Count);
        if (counts.Confusion is not { } confusion)
        {
            return;
        }

        for (var t = 0; t < confusion.TrueClasses.Count; t++)
        {
            var total = Enumerable.Range(0, confusion.AnsweredClasses.Count).Sum(answered => counts.Confused(t, answered));
            for (var a = 0; total > 0 && a < confusion.AnsweredClasses.Count; a++)
            {
                Add(confusion.TrueClasses[t], confusion.AnsweredClasses[a], Metrics.Confusion, (double)counts.Confused(t, a) / total);
            }
        }

        void Add(string unit, string against, string metric, double value) => _records.Add(new ResultRecord(
            options.Labels.Experiment, options.Labels.Variant, options.Labels.Seed, Masks.Stages.Evaluate, mask, against, condition, set, "", unit, null, metric, value));
    }
}
