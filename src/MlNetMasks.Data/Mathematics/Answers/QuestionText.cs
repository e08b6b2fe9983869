namespace MlNetMasks.Data;

/// <summary>Takes questions apart.</summary>
internal static class QuestionText
{
    /// <summary>Returns what stands between a beginning and an end, or false when the text has not both or nothing between them.</summary>
    public static bool TryStrip(ReadOnlySpan<char> text, string start, string end, out ReadOnlySpan<char> inner)
    {
        bool fits = text.Length > start.Length + end.Length
            && text.StartsWith(start, StringComparison.Ordinal) && text.EndsWith(end, StringComparison.Ordinal);
        inner = fits ? text[start.Length..^end.Length] : default;
        return fits;
    }
}
