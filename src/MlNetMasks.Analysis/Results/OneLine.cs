namespace MlNetMasks.Analysis;

/// <summary>Keeps text from files on one line of a message.</summary>
internal static class OneLine
{
    private const int Longest = 120;

    public static string Of(string text) => Of(text, Longest);

    public static string Of(string text, int longest)
    {
        string shortened = text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest), "...");
        return string.Create(shortened.Length, shortened, static (target, source) =>
        {
            for (int i = 0; i < source.Length; i++)
            {
                target[i] = char.IsControl(source[i]) || source[i] is '\u2028' or '\u2029' ? ' ' : source[i];
            }
        });
    }
}
