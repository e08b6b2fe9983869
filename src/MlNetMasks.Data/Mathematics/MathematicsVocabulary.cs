namespace MlNetMasks.Data;

/// <summary>
/// The tokens of questions and answers: one per character that the five modules use, sorted by code point, the same for every module and
/// in every release.
/// </summary>
/// <remarks>
/// Token 0 is padding. Tokens 1 to 53 are, in this order: space, <c>* + , - . /</c>, the digits <c>0</c> to <c>9</c>, <c>= ?</c>, the
/// capitals <c>A C D F P S T W</c>, and the letters <c>a</c> to <c>z</c>.
/// </remarks>
public static class MathematicsVocabulary
{
    /// <summary>Longest question, in characters.</summary>
    public const int MaxQuestionLength = 160;

    /// <summary>Longest answer, in characters.</summary>
    public const int MaxAnswerLength = 30;

    /// <summary>All characters in token order, from token 1.</summary>
    public const string Characters = " *+,-./0123456789=?ACDFPSTWabcdefghijklmnopqrstuvwxyz";

    private static readonly byte[] s_tokens = TokensByCharacter();

    /// <summary>Name of each token: the empty text for padding, else the character.</summary>
    public static IReadOnlyList<string> TokenNames { get; } =
        Array.AsReadOnly<string>(["", .. Characters.Select(static character => character.ToString())]);

    /// <summary>Returns the token of a character, or 0 when it has none.</summary>
    /// <param name="character">Any character.</param>
    public static byte TokenOf(char character) => character < s_tokens.Length ? s_tokens[character] : (byte)0;

    /// <summary>Writes the text of tokens up to the first padding.</summary>
    /// <param name="tokens">Tokens, 0 to 53.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is above 53.</exception>
    public static string TextOf(ReadOnlySpan<byte> tokens)
    {
        int end = tokens.IndexOf((byte)0);
        ReadOnlySpan<byte> used = end < 0 ? tokens : tokens[..end];
        if (used.ContainsAnyExceptInRange((byte)1, (byte)Characters.Length))
        {
            throw new ArgumentOutOfRangeException(nameof(tokens), $"A token is above {Characters.Length}, the last of the vocabulary.");
        }

        return string.Create(used.Length, used, static (text, tokens) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = Characters[tokens[i] - 1];
            }
        });
    }

    private static byte[] TokensByCharacter()
    {
        byte[] tokens = new byte[128];
        for (int i = 0; i < Characters.Length; i++)
        {
            tokens[Characters[i]] = (byte)(i + 1);
        }

        return tokens;
    }
}
