using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Scoring;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Scores the rows of one cursor with a network; owns that cursor's buffers.</summary>
internal sealed class NetworkScorer : IBatchScorer
{
    private readonly SharedPredictor _shared;
    private readonly NetworkPredictor _predictor;
    private readonly IReadOnlyList<int>? _slots;
    private readonly DataViewRow _row;
    private readonly IReadOnlyList<NetworkOutput> _kinds;
    private readonly ExampleColumnBuffer[] _buffers;
    private readonly Action[] _copies;
    private readonly ExampleTable _table;
    private readonly PredictionScratch _scratch;
    private readonly int[] _rows;
    private readonly bool _withTargets;
    private long _firstRow;

    public NetworkScorer(
        SharedPredictor predictor, ProblemColumns columns, IReadOnlyList<int>? slots, DataViewRow row, IReadOnlyList<NetworkOutput> kinds, IReadOnlyList<bool> isActive, int capacity)
    {
        _shared = predictor;
        _slots = slots;
        _row = row;
        _kinds = kinds;
        _withTargets = kinds.Zip(isActive).Any(output => output is (NetworkOutput.Correct, true));
        ProblemColumn[] read = [.. columns.Present.Where(column => column.Purpose == ColumnPurpose.Input || (_withTargets && column.Purpose == ColumnPurpose.Target))];
        _buffers = [.. read.Select(column => ExampleColumnBuffer.Create(column, columns.Sizes[column.Name].Width, capacity))];
        _copies = [.. _buffers.Select(buffer => buffer.Connect(row))];
        _table = new ExampleTable([.. _buffers.Select(buffer => buffer.ToColumn(copy: false))]);
        _rows = [.. Enumerable.Range(0, capacity)];
        (_predictor, _scratch) = predictor.Rent(capacity); // last, because nobody disposes a scorer whose constructor fails
    }

    public void Load(int slot)
    {
        if (slot == 0)
        {
            _firstRow = Math.Max(0, _row.Position);
            foreach (var buffer in _buffers)
            {
                buffer.Clear();
            }
        }

        foreach (var copy in _copies)
        {
            copy();
        }
    }

    public void Score(int count)
    {
        // A missing label only makes an answer wrong; a bad input would make it meaningless.
        // Behind the rows of a batch that is not full stand those of an earlier one, or nothing.
        var filled = count == _rows.Length ? _table : new ExampleTable([.. _buffers.Select(buffer => buffer.ToColumn(copy: true))]);
        _predictor.Problem.Validate(filled, withTargets: false, _firstRow);
        _predictor.Predict(_table, _rows.AsSpan(0, count), _slots, _withTargets, _scratch);
    }

    public Delegate GetOutput(int output)
    {
        var answers = _scratch.Answers;
        var problem = _predictor.Problem;
        return _kinds[output] switch
        {
            NetworkOutput.Score => (SlotGetter<VBuffer<float>>)((slot, ref value) => Copy(answers.Scores.AsSpan(slot * problem.ScoreSize, problem.ScoreSize), ref value, symbol => symbol)),
            NetworkOutput.Correct => (SlotGetter<bool>)((slot, ref value) => value = answers.IsCorrect[slot]),
            NetworkOutput.Text => (SlotGetter<ReadOnlyMemory<char>>)((slot, ref value) =>
                value = problem.Sequences!.AnswerText(answers.Symbols.AsSpan(slot * problem.Answer.Width, problem.Answer.Width)).AsMemory()),
            _ when problem.Answer.KeyNames.Count > 0 => (SlotGetter<uint>)((slot, ref value) => value = (uint)answers.Symbols[slot] + 1),
            _ => (SlotGetter<VBuffer<byte>>)((slot, ref value) => Copy(answers.Symbols.AsSpan(slot * problem.Answer.Width, problem.Answer.Width), ref value, symbol => (byte)symbol)),
        };
    }

    public void Dispose() => _shared.Return(_scratch);

    private static void Copy<TFrom, TTo>(ReadOnlySpan<TFrom> source, ref VBuffer<TTo> destination, Func<TFrom, TTo> convert)
    {
        var editor = VBufferEditor.Create(ref destination, source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            editor.Values[i] = convert(source[i]);
        }

        destination = editor.Commit();
    }
}
