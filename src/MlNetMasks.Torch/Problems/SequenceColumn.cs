namespace MlNetMasks.Torch;

/// <summary>A column of token ids, padded behind with 0.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="size">Its size and its tokens' names.</param>
internal sealed class SequenceColumn(string name, ColumnSize size)
{
    private readonly string _separator = size.KeyNames.All(token => token.Length <= 1) ? "" : " ";

    /// <summary>Names of the tokens by token id; entry 0, the padding, is empty.</summary>
    public IReadOnlyList<string> TokenNames => size.KeyNames;

    /// <summary>Tokens before the padding.</summary>
    public static int LengthOf(ReadOnlySpan<byte> tokens) => tokens.IndexOf((byte)0) is var end and >= 0 ? end : tokens.Length;

    /// <summary>Tokens as text: those of one character each stand side by side, longer ones with a space between them.</summary>
    public string TextOf(ReadOnlySpan<byte> tokens)
    {
        var names = new string[tokens.Length];
        for (var t = 0; t < tokens.Length; t++)
        {
            names[t] = size.KeyNames[tokens[t]];
        }

        return string.Join(_separator, names);
    }

    /// <summary>Checks all rows.</summary>
    /// <exception cref="InvalidDataException">A row has an unknown token, a token behind the padding, or no token at all.</exception>
    public void Validate(ExampleTable table, long firstRow, bool mayBeEmpty)
    {
        var column = table.Column<byte>(name);
        column.RequireWidth(size.Width);
        for (var row = 0; row < column.RowCount; row++)
        {
            var tokens = column.Row(row);
            var unknown = tokens.IndexOfAnyExceptInRange((byte)0, (byte)(size.KeyNames.Count - 1));
            if (unknown >= 0)
            {
                throw new InvalidDataException(
                    $"Column '{name}' holds token {tokens[unknown]} in row {firstRow + row}, slot {unknown}; a token from 1 to {size.KeyNames.Count - 1}, or 0 for padding, was expected. Check that the column was made with the vocabulary of training.");
            }

            var length = LengthOf(tokens);
            var late = tokens[length..].IndexOfAnyExcept((byte)0);
            if (late >= 0)
            {
                throw new InvalidDataException(
                    $"Column '{name}' holds token {tokens[length + late]} in row {firstRow + row}, slot {length + late}, behind the padding in slot {length}; put the tokens first and the padding behind them.");
            }

            if (length == 0 && !mayBeEmpty)
            {
                throw new InvalidDataException($"Column '{name}' holds no token in row {firstRow + row}, only padding; at least one was expected. Filter such rows first.");
            }
        }
    }
}
