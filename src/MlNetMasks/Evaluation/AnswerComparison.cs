using MlNetMasks.Analysis;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Collects the answers which the masks of functions change, compared with the control's mask.</summary>
internal sealed class AnswerComparison
{
    private readonly SequenceReading _reading;
    private readonly int _width;
    private readonly string _control;
    private readonly HashSet<string> _functions;
    private readonly EvaluationOptions _options;
    private readonly Dictionary<int, AnswerMemory> _controlAnswers = []; // by set
    private readonly List<ChangedAnswer> _changes = [];
    private readonly List<ResultRecord> _counts = [];

    private AnswerComparison(BoundProblem problem, SequenceReading reading, string control, MaskSet masks, EvaluationOptions options)
    {
        (_reading, _width, _control, _options) = (reading, problem.Answer.Width, control, options);
        _functions = [.. masks.Functions.Select(entry => entry.Mask.Name)];
    }

    /// <summary>What was found so far, at most as many of each mask and set as the options ask for.</summary>
    public IReadOnlyList<ChangedAnswer> Changes => _changes;

    /// <summary>How many answers each mask changed on each set, also those that <see cref="Changes"/> leaves out.</summary>
    public IReadOnlyList<ResultRecord> Counts => _counts;

    /// <summary>Prepares a comparison; <see langword="null"/> where none is asked for, answers are no sequences, or no control is tested.</summary>
    public static AnswerComparison? Create(BoundProblem problem, MaskSet masks, EvaluationOptions options) =>
        options.ChangedAnswers > 0 && options.Conditions.Contains(Condition.Mask) && problem.Sequences is { } reading && masks.Control is { } control
            ? new AnswerComparison(problem, reading, control.Mask.Name, masks, options)
            : null;

    /// <summary>The bindings with the control's mask before all others.</summary>
    public IEnumerable<EvaluationBinding> Order(IEnumerable<EvaluationBinding> bindings) => bindings.OrderBy(binding => IsControl(binding) ? 0 : 1);

    /// <summary>Makes room for the answers of a binding; <see langword="null"/> where they are not compared.</summary>
    public AnswerMemory? Begin(EvaluationBinding binding, ExampleTable table) =>
        IsControl(binding) || (binding.Condition == Condition.Mask && _functions.Contains(binding.Mask)) ? new AnswerMemory(_reading, table, _width) : null;

    /// <summary>Takes the answers of a binding on a set.</summary>
    public void End(EvaluationBinding binding, int set, AnswerMemory? answers)
    {
        if (answers is null)
        {
            return;
        }

        if (IsControl(binding))
        {
            _controlAnswers[set] = answers;
            return;
        }

        var labels = _options.Labels;
        var changed = answers.ChangedRows(_controlAnswers[set]);
        _counts.Add(new ResultRecord(
            labels.Experiment, labels.Variant, labels.Seed, Masks.Stages.Evaluate, binding.Mask, _control, Condition.Mask, _options.Sets[set].Name, "", "", null, Metrics.AnswersUnlikeControl, changed.Length));
        foreach (var row in changed.Take(_options.ChangedAnswers))
        {
            var (input, expected, before, after) = answers.Describe(row, _controlAnswers[set]);
            _changes.Add(new ChangedAnswer(labels.Experiment, labels.Variant, labels.Seed, binding.Mask, _options.Sets[set].Name, row, input, expected, before, after));
        }
    }

    private bool IsControl(EvaluationBinding binding) => binding.Condition == Condition.Mask && binding.Mask == _control;
}
