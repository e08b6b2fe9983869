using System.Globalization;
using System.Text;

namespace MlNetMasks.Masks;

/// <summary>Reads a set expression by recursive descent: one method per level of binding.</summary>
internal sealed class ExpressionParser
{
    private const int LongestText = 10_000;
    private const int DeepestNesting = 100;
    private const string End = "the end of the text";

    private readonly string _text;
    private int _position;
    private int _depth;

    public ExpressionParser(string text) => _text = text.Length <= LongestText
        ? text
        : throw new FormatException(string.Create(
            CultureInfo.InvariantCulture, $"The expression has {text.Length} characters, at most {LongestText} are allowed. Split it into several named ones."));

    /// <summary>Whether a mask name can stand without quotes.</summary>
    public static bool IsPlain(string name) => name.Length > 0 && name.All(IsNameLetter) && OperatorOf(name) is null;

    public static string WordOf(SetOperator symbol) => symbol switch
    {
        SetOperator.Or => "OR",
        SetOperator.Xor => "XOR",
        SetOperator.And => "AND",
        _ => "NOT",
    };

    public ExpressionNode Parse()
    {
        ExpressionNode root = Chain(SetOperator.Or);
        SkipBlanks();
        return _position == _text.Length ? root : throw Fault("AND, OR, XOR or " + End);
    }

    /// <summary>Operands of one operator, each made of operators that bind more tightly.</summary>
    private ExpressionNode Chain(SetOperator level)
    {
        if (level == SetOperator.Not)
        {
            return Negation();
        }

        List<ExpressionNode> parts = [Chain(level + 1)];
        while (TryRead(level))
        {
            parts.Add(Chain(level + 1));
        }

        return parts.Count == 1 ? parts[0] : new ExpressionNode(level, null, parts[0].Position, parts);
    }

    private ExpressionNode Negation()
    {
        SkipBlanks();
        int start = _position + 1;
        if (!TryRead(SetOperator.Not))
        {
            return Operand();
        }

        return Nested(() => new ExpressionNode(SetOperator.Not, null, start, [Negation()]));
    }

    private ExpressionNode Operand()
    {
        SkipBlanks();
        int start = _position;
        if (start == _text.Length)
        {
            throw Fault("a mask, NOT or '('");
        }

        if (_text[start] == '(')
        {
            return Nested(Parenthesis);
        }

        string name = _text[start] == '"' ? ReadQuoted() : ReadWord();
        bool isOperator = _text[start] != '"' && OperatorOf(name) is not null;
        if (name.Length == 0 || isOperator)
        {
            _position = start;
            throw Fault("a mask, NOT or '('", isOperator ? "; write a mask of this name in double quotes" : "");
        }

        return ExpressionNode.Mask(name, start + 1);
    }

    private ExpressionNode Parenthesis()
    {
        int start = _position++;
        ExpressionNode inner = Chain(SetOperator.Or);
        SkipBlanks();
        if (_position == _text.Length || _text[_position] != ')')
        {
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"AND, OR, XOR or ')' for the '(' at position {start + 1}"));
        }

        _position++;
        return inner;
    }

    private ExpressionNode Nested(Func<ExpressionNode> read)
    {
        if (++_depth > DeepestNesting)
        {
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"at most {DeepestNesting} levels of '(' and NOT"));
        }

        ExpressionNode node = read();
        _depth--;
        return node;
    }

    private bool TryRead(SetOperator symbol)
    {
        SkipBlanks();
        int start = _position;
        if (OperatorOf(ReadWord()) == symbol)
        {
            return true;
        }

        _position = start;
        return false;
    }

    private string ReadWord()
    {
        int start = _position;
        while (_position < _text.Length && IsNameLetter(_text[_position]))
        {
            _position++;
        }

        return _text[start.._position];
    }

    private string ReadQuoted()
    {
        int start = _position++;
        StringBuilder name = new();
        while (_position < _text.Length)
        {
            char letter = _text[_position++];
            if (letter != '"')
            {
                name.Append(letter);
            }
            else if (_position < _text.Length && _text[_position] == '"')
            {
                name.Append(letter);
                _position++;
            }
            else
            {
                return name.ToString();
            }
        }

        throw Fault(string.Create(CultureInfo.InvariantCulture, $"the '\"' that ends the name at position {start + 1}"));
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }

    private FormatException Fault(string expected, string remedy = "")
    {
        int start = _position;
        string word = ReadWord();
        string found = start >= _text.Length ? End : DisplayText.Quote(word.Length > 0 ? word : _text[start].ToString());
        string nearest = SimilarName.Find(word, ["AND", "OR", "XOR", "NOT"]) is { } near && OperatorOf(word) is null && !expected.StartsWith("a mask", StringComparison.Ordinal)
            ? $"; did you mean {near}?"
            : remedy + ".";
        return new FormatException(string.Create(
            CultureInfo.InvariantCulture, $"The expression {DisplayText.Quote(_text)}, position {start + 1}: expected {expected}, found {found}{nearest}"));
    }

    private static SetOperator? OperatorOf(string word) =>
        word.Length is 2 or 3 && Enum.TryParse(word, ignoreCase: true, out SetOperator symbol) && char.IsAsciiLetter(word[0]) ? symbol : null;

    private static bool IsNameLetter(char letter) => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
