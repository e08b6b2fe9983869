namespace MlNetMasks.Torch;

/// <summary>Right answers and, where the problem has one, the confusion table of an evaluation set.</summary>
public sealed class AnswerCounts
{
    private readonly long[,]? _table;

    internal AnswerCounts(ConfusionShape? confusion)
    {
        Confusion = confusion;
        _table = confusion is null ? null : new long[confusion.TrueClasses.Count, confusion.AnsweredClasses.Count];
    }

    /// <summary>Examples seen.</summary>
    public long Count { get; private set; }

    /// <summary>Examples answered right.</summary>
    public long Correct { get; private set; }

    /// <summary>Share answered right; NaN for an empty set.</summary>
    public double Accuracy => Count == 0 ? double.NaN : (double)Correct / Count;

    /// <summary>The axes of the confusion table, or <see langword="null"/>.</summary>
    public ConfusionShape? Confusion { get; }

    /// <summary>Examples of a true class answered as a class.</summary>
    /// <param name="trueClass">Index of the true class.</param>
    /// <param name="answeredClass">Index of the answered class.</param>
    /// <returns>The count; 0 where there is no table.</returns>
    public long Confused(int trueClass, int answeredClass) => _table?[trueClass, answeredClass] ?? 0;

    internal void Add(Answers answers, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Count++;
            Correct += answers.IsCorrect[i] ? 1 : 0;
            if (_table is not null && answers.TrueClasses[i] >= 0)
            {
                _table[answers.TrueClasses[i], answers.AnsweredClasses[i]]++;
            }
        }
    }
}
