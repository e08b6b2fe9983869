using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>The answers to one evaluation set, to compare them with others.</summary>
internal sealed class AnswerMemory
{
    private readonly SequenceReading _reading;
    private readonly ExampleTable _table;
    private readonly int _width;
    private readonly byte[] _symbols; // [rows, width]; what follows an answer is 0

    public AnswerMemory(SequenceReading reading, ExampleTable table, int width)
    {
        (_reading, _table, _width) = (reading, table, width);
        _symbols = new byte[table.RowCount * width];
        Observer = Add;
    }

    /// <summary>Keeps the answers of a batch.</summary>
    public AnswerObserver Observer { get; }

    /// <summary>The rows whose answers differ from those of another memory of the same set, in the order of the data.</summary>
    public int[] ChangedRows(AnswerMemory before) => [.. Enumerable.Range(0, _table.RowCount).Where(row => !Of(row).SequenceEqual(before.Of(row)))];

    /// <summary>What was asked in a row, what was expected, and what was answered before and now.</summary>
    public (string Input, string Expected, string Before, string After) Describe(int row, AnswerMemory before) =>
        (_reading.InputText(_table, row), _reading.TargetText(_table, row), before.TextOf(row), TextOf(row));

    private void Add(ReadOnlySpan<int> rows, Answers answers)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            for (var t = 0; t < _width; t++)
            {
                _symbols[(rows[i] * _width) + t] = (byte)answers.Symbols[(i * _width) + t];
            }
        }
    }

    private ReadOnlySpan<byte> Of(int row) => _symbols.AsSpan(row * _width, _width);

    private string TextOf(int row)
    {
        Span<int> symbols = stackalloc int[_width];
        for (var t = 0; t < symbols.Length; t++)
        {
            symbols[t] = Of(row)[t];
        }

        return _reading.AnswerText(symbols);
    }
}
