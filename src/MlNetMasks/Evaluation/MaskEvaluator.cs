using Microsoft.ML;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Tests a network under every condition on every evaluation set.</summary>
internal sealed class MaskEvaluator(ModelStages stages, EvaluationOptions options)
{
    private readonly PretrainedNetwork _network = stages.Network;
    private readonly List<ResultRecord> _records = [];

    public MaskEvaluation Run(IDataView data)
    {
        var (bindings, problem, tables, slots) = Prepare(data);
        var comparison = AnswerComparison.Create(problem, stages.ToMaskSet(), options);
        var removal = new ClassRemoval(stages, problem);
        foreach (var binding in comparison?.Order(bindings) ?? bindings)
        {
            Test(binding, problem, tables, slots, comparison, removal);
        }

        foreach (var (mask, set, unit, against, metric, value) in removal.Results([.. options.Sets.Select(set => set.Name)]))
        {
            Add(mask, Condition.Mask, set, unit, against, metric, value);
        }

        if (options.Conditions.Contains(Condition.Mask))
        {
            _records.AddRange(new RetainedFunctions(stages, options, problem).Records(tables));
        }

        _records.AddRange(comparison?.Counts ?? []);
        return new MaskEvaluation(_records) { ChangedAnswers = comparison?.Changes ?? [] };
    }

    /// <summary>Reads and checks everything that <see cref="Run"/> needs.</summary>
    public (IReadOnlyList<EvaluationBinding> Bindings, BoundProblem Problem, List<ExampleTable> Tables, List<IReadOnlyList<int>> Slots) Prepare(IDataView data)
    {
        RequireUsable();
        var bindings = EvaluationBindings.Of(stages, options);
        var view = stages.Prepare(data);
        var columns = ProblemColumns.Find(_network.Problem, view.Schema, needTargets: true).As(_network.ColumnSizes);
        var problem = _network.Problem.Bind(columns.Sizes); // bound to this data: it may have confusion columns that training lacked
        var slots = options.Sets.Select(set => SlotList.Resolve(set.Slots, problem.OutputSlotCount, $"Evaluation set '{set.Name}'")).ToList();
        var tables = options.Sets.Select(set => ExampleReader.Read(view, columns, problem, set.Rows, $"Evaluation set '{set.Name}'", options.Cancellation).Table).ToList();
        return (bindings, problem, tables, slots);
    }

    private void RequireUsable()
    {
        if (options.Sets.Count == 0 || options.Sets.Select(set => set.Name).Distinct(StringComparer.Ordinal).Count() < options.Sets.Count)
        {
            throw new ArgumentException($"The evaluation sets are [{string.Join(", ", options.Sets.Select(set => set.Name))}]; at least one is needed and names must differ.");
        }
    }

    private void Test(EvaluationBinding binding, BoundProblem problem, List<ExampleTable> tables, List<IReadOnlyList<int>> slots, AnswerComparison? comparison, ClassRemoval removal)
    {
        var counts = new AnswerCounts[tables.Count, binding.Draws.Count];
        var sequences = new SequenceCounts?[tables.Count];
        for (var draw = 0; draw < binding.Draws.Count; draw++)
        {
            using var predictor = new NetworkPredictor(problem, binding.Draws[draw]());
            for (var set = 0; set < tables.Count; set++)
            {
                sequences[set] = problem.Sequences is { } reading && binding.Condition != Condition.Random ? new SequenceCounts(reading, tables[set]) : null;
                var memory = comparison?.Begin(binding, tables[set]);
                counts[set, draw] = predictor.Count(tables[set], slots[set], sequences[set]?.Observer + memory?.Observer, options.Cancellation);
                comparison?.End(binding, set, memory);
            }
        }

        for (var set = 0; set < tables.Count; set++)
        {
            var name = options.Sets[set].Name;
            if (binding.Condition == Condition.Random)
            {
                RecordDraws(binding.Mask, name, [.. Enumerable.Range(0, binding.Draws.Count).Select(draw => counts[set, draw])]);
            }
            else
            {
                Record(binding.Mask, binding.Condition, name, counts[set, 0]);
                removal.Add(binding, name, counts[set, 0]);
                foreach (var (unit, metric, value) in sequences[set]?.Results() ?? [])
                {
                    Add(binding.Mask, binding.Condition, name, unit, "", metric, value);
                }
            }
        }
    }

    /// <summary>Random masks stand for what chance gives: the mean over the draws, and how far they lie apart.</summary>
    private void RecordDraws(string mask, string set, IReadOnlyList<AnswerCounts> draws)
    {
        Add(mask, Condition.Random, set, "", "", Metrics.Accuracy, draws.Average(draw => draw.Accuracy));
        Add(mask, Condition.Random, set, "", "", Metrics.Accuracy + Metrics.LowSuffix, draws.Min(draw => draw.Accuracy));
        Add(mask, Condition.Random, set, "", "", Metrics.Accuracy + Metrics.HighSuffix, draws.Max(draw => draw.Accuracy));
        Add(mask, Condition.Random, set, "", "", Metrics.Count, draws[0].Count);
    }

    private void Record(string mask, Condition condition, string set, AnswerCounts counts)
    {
        Add(mask, condition, set, "", "", Metrics.Accuracy, counts.Accuracy);
        Add(mask, condition, set, "", "", Metrics.Count, counts.Count);
        if (counts.Confusion is not { } confusion)
        {
            return;
        }

        for (var t = 0; t < confusion.TrueClasses.Count; t++)
        {
            var total = Enumerable.Range(0, confusion.AnsweredClasses.Count).Sum(answered => counts.Confused(t, answered));
            for (var a = 0; total > 0 && a < confusion.AnsweredClasses.Count; a++)
            {
                Add(mask, condition, set, confusion.TrueClasses[t], confusion.AnsweredClasses[a], Metrics.Confusion, (double)counts.Confused(t, a) / total);
            }
        }
    }

    private void Add(string mask, Condition condition, string set, string unit, string against, string metric, double value) => _records.Add(new ResultRecord(
        options.Labels.Experiment, options.Labels.Variant, options.Labels.Seed, Masks.Stages.Evaluate, mask, against, condition, set, "", unit, null, metric, value));
}
