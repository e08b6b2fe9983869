using System.Globalization;
using System.Text;

namespace MlNetMasks.Analysis;

/// <summary>Reads rows of strict RFC 4180 CSV below a known header and names line, column, expectation and remedy when it cannot.</summary>
internal sealed class CsvRowReader(TextReader reader, string path, IReadOnlyList<string> columns)
{
    private const string Remedy = "Restore the file or run again.";

    private readonly Dictionary<string, string> _pool = new(StringComparer.Ordinal);
    private readonly StringBuilder _field = new();
    private readonly string[] _fields = new string[columns.Count];
    private int _line = 1;
    private int _rowLine = 1;
    private int _count;

    public string this[int column] => _fields[column];

    /// <summary>Reads the header, which must be there first.</summary>
    public void ReadHeader()
    {
        if (!ReadRow())
        {
            throw new ResultFormatException($"{path}: the file is empty. Expected the header {string.Join(',', columns)}. {Remedy}");
        }

        for (int column = 0; column < _fields.Length; column++)
        {
            string found = column < _count ? _fields[column] : "";
            if (found != columns[column])
            {
                throw Error(column + 1, $"header '{found}'", $"'{columns[column]}'");
            }
        }

        if (_count > _fields.Length)
        {
            throw Error(_count, $"{_count} header fields", $"{_fields.Length} header fields");
        }
    }

    /// <summary>Reads the next row; false at the end of the file.</summary>
    public bool Read()
    {
        if (!ReadRow())
        {
            return false;
        }

        return _count == _fields.Length ? true : throw Error(_count, $"{_count} fields", $"{_fields.Length} fields");
    }

    public int Integer(int column) =>
        int.TryParse(_fields[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Error(column + 1, $"'{_fields[column]}'", "a whole number");

    /// <summary>A whole number of at least 0.</summary>
    public long Position(int column) =>
        long.TryParse(_fields[column], NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Error(column + 1, $"'{_fields[column]}'", "a whole number of at least 0");

    public double Number(int column) =>
        double.TryParse(_fields[column], NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Error(column + 1, $"'{_fields[column]}'", "a number such as 0.25, or NaN");

    /// <summary>A fault whose message says what was expected and what to do.</summary>
    public ResultFormatException Error(int column, Exception cause) =>
        new($"{path}, line {_rowLine}, column {column + 1} ({columns[column]}): {cause.Message}", cause);

    /// <summary>Reads one row into the fields; surplus fields are counted, not kept.</summary>
    private bool ReadRow()
    {
        _count = 0;
        _rowLine = _line;
        if (reader.Peek() < 0)
        {
            return false;
        }

        while (true)
        {
            int next = reader.Peek() == '"' ? ReadQuoted() : ReadPlain();
            Keep();
            switch (next)
            {
                case ',':
                    continue;
                case '\n':
                    return true;
                default:
                    throw new ResultFormatException($"{path}, line {_line}: the file ends in the middle of a line, so it is truncated. Expected a line end after the last field. {Remedy}");
            }
        }
    }

    private int ReadPlain()
    {
        while (true)
        {
            int next = reader.Read();
            switch (next)
            {
                case '"':
                    throw Error(_count + 1, "a quote inside an unquoted field", "the field in quotes, inner quotes doubled");
                case '\r' when reader.Peek() == '\n':
                    continue;
                case '\n':
                    _line++;
                    return next;
                case ',' or < 0:
                    return next;
                default:
                    _field.Append((char)next);
                    break;
            }
        }
    }

    private int ReadQuoted()
    {
        reader.Read();
        while (true)
        {
            int next = reader.Read();
            if (next == '"')
            {
                if (reader.Peek() != '"')
                {
                    return ReadEndOfQuoted();
                }

                reader.Read();
            }
            else if (next < 0)
            {
                throw Error(_count + 1, "the end of the file inside quotes", "a closing quote");
            }
            else if (next == '\n')
            {
                _line++;
            }

            _field.Append((char)next);
        }
    }

    private int ReadEndOfQuoted()
    {
        int next = reader.Read();
        if (next == '\r' && reader.Peek() == '\n')
        {
            next = reader.Read();
        }

        if (next is not (',' or '\n' or < 0))
        {
            throw Error(_count + 1, "text after a closing quote", "a comma or a line end");
        }

        _line += next == '\n' ? 1 : 0;
        return next;
    }

    private void Keep()
    {
        if (_count < _fields.Length)
        {
            string text = _field.ToString();
            // The same few names repeat on every row: sharing them keeps a large file small in memory.
            if (!_pool.TryGetValue(text, out string? shared) && _pool.Count < 10_000)
            {
                _pool.Add(text, text);
            }

            _fields[_count] = shared ?? text;
        }

        _count++;
        _field.Clear();
    }

    private ResultFormatException Error(int column, string found, string expected)
    {
        string name = column >= 1 && column <= columns.Count ? $" ({columns[column - 1]})" : "";
        return new ResultFormatException($"{path}, line {_rowLine}, column {column}{name}: found {OneLine.Of(found)}, expected {expected}. {Remedy}");
    }
}
