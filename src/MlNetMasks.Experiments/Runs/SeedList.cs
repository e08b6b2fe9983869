using System.Globalization;
using System.Text.RegularExpressions;

namespace MlNetMasks.Experiments.Runs;

/// <summary>Seeds as they are given on a command line.</summary>
public static partial class SeedList
{
    /// <summary>Largest number of seeds in one list.</summary>
    public const int MaximumCount = 1000;

    /// <summary>Reads a list of seeds.</summary>
    /// <param name="text">Seeds and ranges separated by commas: <c>7</c>, <c>1-3</c>, <c>1,4,7</c>, <c>1-3,10</c>; each from 0 to 2147483647.</param>
    /// <returns>The seeds in the order given, each once.</returns>
    /// <exception cref="FormatException">The text is not such a list, a range runs backwards, a seed is given twice, or there are more than <see cref="MaximumCount"/>.</exception>
    public static IReadOnlyList<int> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var seeds = new List<int>();
        var seen = new HashSet<int>();
        foreach (string part in text.Split(','))
        {
            Match match = SeedOrRange().Match(part);
            if (!match.Success || !TryParse(match.Groups[1].Value, out int first) || !TryParse(match.Groups[match.Groups[2].Success ? 2 : 1].Value, out int last))
            {
                throw new FormatException($"seeds '{text}': '{part.Trim()}' is not a seed or a range; write for example 1, 1-3 or 1,4,7 with seeds from 0 to {int.MaxValue}.");
            }

            if (last < first)
            {
                throw new FormatException($"seeds '{text}': the range '{part.Trim()}' runs backwards; write {last}-{first}.");
            }

            if ((long)last - first >= MaximumCount - seeds.Count)
            {
                throw new FormatException($"seeds '{text}': more than {MaximumCount} seeds; run them in several calls.");
            }

            for (long seed = first; seed <= last; seed++)
            {
                seeds.Add(seen.Add((int)seed) ? (int)seed : throw new FormatException($"seeds '{text}': seed {seed} is given twice; give each once."));
            }
        }

        return seeds.AsReadOnly();
    }

    private static bool TryParse(string digits, out int seed) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out seed);

    [GeneratedRegex(@"^\s*([0-9]+)(?:\s*-\s*([0-9]+))?\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SeedOrRange();
}
