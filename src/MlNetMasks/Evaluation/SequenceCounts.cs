using System.Globalization;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Counts right answers of one evaluation set by the length of the input and by the tokens of the right answer.</summary>
internal sealed class SequenceCounts
{
    private readonly SequenceReading _reading;
    private readonly ExampleTable _table;
    private readonly SortedDictionary<int, (long Right, long Count)> _byLength = [];
    private readonly (long Right, long Count)[] _byToken;

    public SequenceCounts(SequenceReading reading, ExampleTable table)
    {
        (_reading, _table) = (reading, table);
        _byToken = new (long, long)[reading.AnswerTokens.Count];
        Observer = Add;
    }

    /// <summary>Counts a batch.</summary>
    public AnswerObserver Observer { get; }

    /// <summary>Shares and numbers, per length and per token that occurs.</summary>
    public IEnumerable<(string Unit, string Metric, double Value)> Results()
    {
        foreach (var (length, (right, count)) in _byLength)
        {
            var unit = length.ToString(CultureInfo.InvariantCulture);
            yield return (unit, Metrics.AccuracyByLength, (double)right / count);
            yield return (unit, Metrics.CountByLength, count);
        }

        foreach (var (token, (right, count)) in _byToken.Index().Where(entry => entry.Item.Count > 0))
        {
            var unit = _reading.AnswerTokens[token];
            yield return (unit, Metrics.AccuracyByToken, (double)right / count);
            yield return (unit, Metrics.CountByToken, count);
        }
    }

    private void Add(ReadOnlySpan<int> rows, Answers answers)
    {
        Span<bool> isCounted = stackalloc bool[_byToken.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var right = answers.IsCorrect[i] ? 1 : 0;
            var length = _reading.InputLengthOf(_table, rows[i]);
            var (rightSoFar, countSoFar) = _byLength.GetValueOrDefault(length);
            _byLength[length] = (rightSoFar + right, countSoFar + 1);
            isCounted.Clear();
            foreach (var token in _reading.TargetOf(_table, rows[i]))
            {
                if (!isCounted[token])
                {
                    isCounted[token] = true;
                    _byToken[token] = (_byToken[token].Right + right, _byToken[token].Count + 1);
                }
            }
        }
    }
}
