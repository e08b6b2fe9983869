namespace MlNetMasks.Torch;

/// <summary>Reads the sequences of a problem as lengths, tokens and text, for results that go beyond right and wrong.</summary>
public sealed class SequenceReading
{
    private readonly string _inputColumn;
    private readonly string _targetColumn;
    private readonly SequenceColumn _input;
    private readonly SequenceColumn _target;

    internal SequenceReading(SequenceProblem problem, SequenceColumn input, SequenceColumn target)
    {
        (_inputColumn, _targetColumn) = (problem.InputColumn, problem.TargetColumn);
        (_input, _target) = (input, target);
    }

    /// <summary>Names of the answers' tokens by token id; entry 0, the padding, is empty.</summary>
    public IReadOnlyList<string> AnswerTokens => _target.TokenNames;

    /// <summary>Number of tokens of an input.</summary>
    /// <param name="table">The examples.</param>
    /// <param name="row">Row of the example.</param>
    /// <returns>1 or more.</returns>
    public int InputLengthOf(ExampleTable table, int row) => InputOf(table, row).Length;

    /// <summary>Tokens of the right answer, without padding.</summary>
    /// <param name="table">The examples, targets included.</param>
    /// <param name="row">Row of the example.</param>
    /// <returns>Token ids from 1.</returns>
    public ReadOnlySpan<byte> TargetOf(ExampleTable table, int row) => Tokens(table, _targetColumn, row);

    /// <summary>The input as text: tokens of one character each stand side by side, longer ones with a space between them.</summary>
    /// <param name="table">The examples.</param>
    /// <param name="row">Row of the example.</param>
    /// <returns>The text.</returns>
    public string InputText(ExampleTable table, int row) => _input.TextOf(InputOf(table, row));

    /// <summary>The right answer as text, as <see cref="InputText"/>.</summary>
    /// <param name="table">The examples, targets included.</param>
    /// <param name="row">Row of the example.</param>
    /// <returns>The text.</returns>
    public string TargetText(ExampleTable table, int row) => _target.TextOf(TargetOf(table, row));

    /// <summary>An answer as text, as <see cref="InputText"/>.</summary>
    /// <param name="symbols">Token ids, as <see cref="Answers.Symbols"/> holds them; the first 0 ends them.</param>
    /// <returns>The text.</returns>
    public string AnswerText(ReadOnlySpan<int> symbols)
    {
        var end = symbols.IndexOf(0);
        Span<byte> tokens = new byte[end < 0 ? symbols.Length : end];
        for (var t = 0; t < tokens.Length; t++)
        {
            tokens[t] = (byte)symbols[t];
        }

        return _target.TextOf(tokens);
    }

    private ReadOnlySpan<byte> InputOf(ExampleTable table, int row) => Tokens(table, _inputColumn, row);

    private static ReadOnlySpan<byte> Tokens(ExampleTable table, string column, int row)
    {
        ArgumentNullException.ThrowIfNull(table);
        var tokens = table.Column<byte>(column).Row(row);
        return tokens[..SequenceColumn.LengthOf(tokens)];
    }
}
