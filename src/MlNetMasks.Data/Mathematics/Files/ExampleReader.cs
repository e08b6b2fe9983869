namespace MlNetMasks.Data;

/// <summary>
/// Reads alternating lines of questions and answers, one character at a time, so that no line can take more memory than the longest question.
/// </summary>
internal sealed class ExampleReader(Stream stream, string file)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly byte[] _question = new byte[MathematicsVocabulary.MaxQuestionLength];
    private readonly byte[] _answer = new byte[MathematicsVocabulary.MaxAnswerLength];
    private int _position;
    private int _filled;
    private long _line;

    /// <summary>Reads at most <paramref name="most"/> examples.</summary>
    public ExampleTable Read(int most)
    {
        var table = new ExampleTable();
        while (table.Count < most)
        {
            int questionLength = ReadLine(_question, "question");
            if (questionLength < 0)
            {
                break;
            }

            int answerLength = ReadLine(_answer, "answer");
            if (answerLength < 0)
            {
                throw Malformed(
                    "the file ends after a question",
                    "an answer on the next line",
                    "The number of lines must be even: the file is cut short or not of this data set.");
            }

            table.Add(_question.AsSpan(0, questionLength), _answer.AsSpan(0, answerLength));
        }

        if (table.Count == 0)
        {
            throw Malformed("the file is empty", "lines with questions and answers in turn", "Fetch the file again.");
        }

        return table;
    }

    // Returns the number of characters, or -1 at the end of the file.
    private int ReadLine(byte[] tokens, string kind)
    {
        int next = Next();
        if (next < 0)
        {
            return -1;
        }

        _line++;
        int length = 0;
        for (; next is not ('\n' or < 0); next = Next())
        {
            if (next == '\r')
            {
                next = Next();
                if (next is '\n' or < 0)
                {
                    break;
                }

                throw Malformed("a carriage return inside the line", "line ends of \\n or \\r\\n", "Fetch the file again.");
            }

            byte token = MathematicsVocabulary.TokenOf((char)next);
            if (token == 0)
            {
                string shown = next is > 0x20 and < 0x7F ? $"'{(char)next}' (0x{next:X2})" : $"byte 0x{next:X2}";
                throw Malformed(
                    $"character {length + 1} of the {kind} is {shown}",
                    $"one of \"{MathematicsVocabulary.Characters}\"",
                    "Use an unchanged file of one of the five modules.");
            }

            if (length == tokens.Length)
            {
                throw Malformed(
                    $"{(kind == "answer" ? "an" : "a")} {kind} of more than {tokens.Length} characters",
                    $"at most {tokens.Length}",
                    "Use an unchanged file of the released data set.");
            }

            tokens[length++] = token;
        }

        return length > 0
            ? length
            : throw Malformed("an empty line", kind == "question" ? "a question" : "an answer", "Remove the line, or fetch the file again.");
    }

    private int Next()
    {
        if (_position == _filled)
        {
            _filled = stream.Read(_buffer);
            _position = 0;
            if (_filled == 0)
            {
                return -1;
            }
        }

        return _buffer[_position++];
    }

    private InvalidDataException Malformed(string found, string expected, string remedy) =>
        new($"{file}, line {Math.Max(_line, 1)}: found {found}; expected {expected}. {remedy}");
}
