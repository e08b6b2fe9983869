using System.Text.RegularExpressions;

namespace MlNetMasks.Data;

/// <summary>Answers questions of <c>arithmetic__add_or_sub</c>.</summary>
internal static class AddOrSubAnswer
{
    private const string Number = @"-?[0-9]+(?:\.[0-9]+)?";

    private static readonly (Regex Pattern, bool IsSum, bool IsDistance)[] s_phrases =
    [
        .. AddOrSubPhrases.Sum.Select(static phrase => (PatternOf(phrase), true, false)),
        .. AddOrSubPhrases.Difference.Select(static phrase => (PatternOf(phrase), false, false)),
        .. AddOrSubPhrases.Distance.Select(static phrase => (PatternOf(phrase), false, true)),
    ];

    public static string? Of(string question)
    {
        foreach ((Regex pattern, bool isSum, bool isDistance) in s_phrases)
        {
            Match match = pattern.Match(question);
            if (match.Success
                && ExactNumber.TryParse(match.Groups["first"].ValueSpan, out ExactNumber first)
                && ExactNumber.TryParse(match.Groups["second"].ValueSpan, out ExactNumber second))
            {
                return isSum ? (first + second).ToDecimalText()
                    : isDistance && first.CompareTo(second) < 0 ? (second - first).ToDecimalText()
                    : (first - second).ToDecimalText();
            }
        }

        return null;
    }

    private static Regex PatternOf(string phrase)
    {
        string escaped = Regex.Escape(phrase)
            .Replace(@"\#", $"(?<first>{Number})", StringComparison.Ordinal)
            .Replace("@", $"(?<second>{Number})", StringComparison.Ordinal);
        return new Regex($@"\A{escaped}\z", RegexOptions.CultureInvariant);
    }
}
