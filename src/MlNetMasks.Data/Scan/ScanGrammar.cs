using System.Diagnostics.CodeAnalysis;

namespace MlNetMasks.Data;

/// <summary>
/// All commands of SCAN and what they mean (Lake and Baroni 2018): 102 phrases such as <c>walk opposite left twice</c>, alone or two of them joined by
/// <c>and</c> (the first, then the second) or <c>after</c> (the second, then the first).
/// </summary>
/// <remarks>
/// Commands are numbered: 0 to 101 the phrases, then <c>102 + 102 i + j</c> is phrase i <c>and</c> phrase j, and 10,404 further on phrase i <c>after</c> phrase j.
/// Phrases are ordered by verb (walk, look, run, jump, turn), then bare, plain, opposite, around, left before right, each once, twice, thrice.
/// </remarks>
public static class ScanGrammar
{
    /// <summary>Number of commands.</summary>
    public const int CommandCount = ScanPhrase.Count + (2 * PairCount);

    private const int PairCount = ScanPhrase.Count * ScanPhrase.Count;
    private const string And = " and ";
    private const string After = " after ";

    private static readonly byte s_and = ScanVocabulary.CommandToken("and");
    private static readonly byte s_after = ScanVocabulary.CommandToken("after");

    private static readonly Dictionary<string, int> s_phrases = ScanPhrase.All.Index().ToDictionary(static phrase => phrase.Item.Text, static phrase => phrase.Index, StringComparer.Ordinal);

    /// <summary>Writes the words of a command.</summary>
    /// <param name="command">Number of the command, 0 to 20,909.</param>
    /// <param name="words">Receives the tokens, then padding; at least 9.</param>
    /// <returns>Number of words.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such command.</exception>
    /// <exception cref="ArgumentException">There is no room.</exception>
    public static int WriteWords(int command, Span<byte> words)
    {
        (ScanPhrase first, ScanPhrase? second, bool swaps) = PartsOf(command);
        return second is null ? Write(words, first.Words) : Write(words, first.Words, [swaps ? s_after : s_and], second.Words);
    }

    /// <summary>Writes the actions that a command asks for.</summary>
    /// <param name="command">Number of the command, 0 to 20,909.</param>
    /// <param name="actions">Receives the tokens, then padding; at least 48.</param>
    /// <returns>Number of actions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such command.</exception>
    /// <exception cref="ArgumentException">There is no room.</exception>
    public static int WriteActions(int command, Span<byte> actions)
    {
        (ScanPhrase first, ScanPhrase? second, bool swaps) = PartsOf(command);
        return second is null ? Write(actions, first.Actions) : Write(actions, swaps ? second.Actions : first.Actions, swaps ? first.Actions : second.Actions);
    }

    /// <summary>The text of a command.</summary>
    /// <param name="command">Number of the command, 0 to 20,909.</param>
    /// <returns>Words separated by spaces.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such command.</exception>
    public static string CommandText(int command)
    {
        Span<byte> words = stackalloc byte[ScanVocabulary.MaxCommandLength];
        WriteWords(command, words);
        return ScanVocabulary.CommandText(words);
    }

    /// <summary>The text of what a command asks for.</summary>
    /// <param name="command">Number of the command, 0 to 20,909.</param>
    /// <returns>Actions separated by spaces.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such command.</exception>
    public static string ActionText(int command)
    {
        Span<byte> actions = stackalloc byte[ScanVocabulary.MaxActionLength];
        WriteActions(command, actions);
        return ScanVocabulary.ActionText(actions);
    }

    /// <summary>Finds a command.</summary>
    /// <param name="text">Words separated by single spaces.</param>
    /// <param name="command">Its number, or -1.</param>
    /// <returns>Whether the text is a command of the grammar.</returns>
    public static bool TryFind([NotNullWhen(true)] string? text, out int command)
    {
        command = -1;
        if (text is null)
        {
            return false;
        }

        int join = text.IndexOf(And, StringComparison.Ordinal);
        string joint = join < 0 ? After : And;
        join = join < 0 ? text.IndexOf(After, StringComparison.Ordinal) : join;
        if (join < 0)
        {
            bool isPhrase = s_phrases.TryGetValue(text, out int phrase);
            command = isPhrase ? phrase : -1;
            return isPhrase;
        }

        if (!s_phrases.TryGetValue(text[..join], out int first) || !s_phrases.TryGetValue(text[(join + joint.Length)..], out int second))
        {
            return false;
        }

        command = ScanPhrase.Count + (joint == And ? 0 : PairCount) + (ScanPhrase.Count * first) + second;
        return true;
    }

    private static (ScanPhrase First, ScanPhrase? Second, bool Swaps) PartsOf(int command)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(command);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(command, CommandCount);
        if (command < ScanPhrase.Count)
        {
            return (ScanPhrase.All[command], null, false);
        }

        (int join, int pair) = Math.DivRem(command - ScanPhrase.Count, PairCount);
        return (ScanPhrase.All[pair / ScanPhrase.Count], ScanPhrase.All[pair % ScanPhrase.Count], join == 1);
    }

    private static int Write(Span<byte> tokens, params ReadOnlySpan<byte[]> parts)
    {
        int length = 0;
        foreach (byte[] part in parts)
        {
            part.CopyTo(tokens[length..]);
            length += part.Length;
        }

        tokens[length..].Clear();
        return length;
    }
}
