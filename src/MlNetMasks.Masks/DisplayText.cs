using System.Globalization;
using System.Text;

namespace MlNetMasks.Masks;

/// <summary>Makes names that come from files safe to show in a one-line message.</summary>
internal static class DisplayText
{
    private const int LongestName = 100;
    private const int LongestShape = 16;

    /// <summary>The name in quotes, shortened, with control characters replaced by '?'.</summary>
    public static string Quote(string name, int longest = LongestName)
    {
        StringBuilder text = new("'");
        foreach (char letter in name.AsSpan(0, Math.Min(name.Length, longest)))
        {
            // U+2028 and U+2029 break lines without being control characters.
            text.Append(char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029' ? '?' : letter);
        }

        return text.Append(name.Length > longest ? "...'" : "'").ToString();
    }

    /// <summary>A tensor shape such as <c>[5, 6]</c>, shortened.</summary>
    public static string Shape<T>(IReadOnlyCollection<T> shape) =>
        $"[{string.Join(", ", shape.Take(LongestShape).Select(static size => Convert.ToString(size, CultureInfo.InvariantCulture)))}{(shape.Count > LongestShape ? ", ..." : "")}]";
}
