namespace MlNetMasks.Data;

/// <summary>The words and actions of SCAN (Lake and Baroni 2018) as tokens; token 0 is padding.</summary>
public static class ScanVocabulary
{
    /// <summary>Words of the longest command.</summary>
    public const int MaxCommandLength = 9;

    /// <summary>Actions of the longest command.</summary>
    public const int MaxActionLength = 48;

    /// <summary>Names of the command tokens: the empty text for padding, then the 13 words.</summary>
    public static IReadOnlyList<string> CommandTokens { get; } = Array.AsReadOnly<string>(
        ["", "walk", "look", "run", "jump", "turn", "left", "right", "opposite", "around", "twice", "thrice", "and", "after"]);

    /// <summary>Names of the action tokens: the empty text for padding, then the 6 actions.</summary>
    public static IReadOnlyList<string> ActionTokens { get; } = Array.AsReadOnly<string>(
        ["", "I_WALK", "I_LOOK", "I_RUN", "I_JUMP", "I_TURN_LEFT", "I_TURN_RIGHT"]);

    /// <summary>Writes the text of a command's tokens up to the first padding, words separated by spaces.</summary>
    /// <param name="tokens">Tokens, 0 to 13.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is above 13.</exception>
    public static string CommandText(ReadOnlySpan<byte> tokens) => Text(tokens, CommandTokens);

    /// <summary>Writes the text of actions up to the first padding, actions separated by spaces.</summary>
    /// <param name="tokens">Tokens, 0 to 6.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is above 6.</exception>
    public static string ActionText(ReadOnlySpan<byte> tokens) => Text(tokens, ActionTokens);

    internal static byte CommandToken(string word) => TokenOf(word, CommandTokens);

    private static byte TokenOf(string name, IReadOnlyList<string> names) => (byte)names.Index().First(token => token.Item == name).Index;

    private static string Text(ReadOnlySpan<byte> tokens, IReadOnlyList<string> names)
    {
        int end = tokens.IndexOf((byte)0);
        var words = new List<string>(tokens.Length);
        foreach (byte token in end < 0 ? tokens : tokens[..end])
        {
            words.Add(token < names.Count
                ? names[token]
                : throw new ArgumentOutOfRangeException(nameof(tokens), token, $"The last token of the vocabulary is {names.Count - 1}."));
        }

        return string.Join(' ', words);
    }
}
