namespace MlNetMasks.Data;

/// <summary>Answers questions of <c>comparison__sort</c>.</summary>
internal static class SortAnswer
{
    private static readonly (string Word, bool IsAscending)[] s_directions =
        [("ascending", true), ("increasing", true), ("descending", false), ("decreasing", false)];

    public static string? Of(string question)
    {
        foreach ((string word, bool isAscending) in s_directions)
        {
            string end = $" in {word} order.";
            if (QuestionText.TryStrip(question, "Sort ", end, out ReadOnlySpan<char> list)
                || QuestionText.TryStrip(question, "Put ", end, out list))
            {
                return Sort(list, isAscending);
            }
        }

        return QuestionText.TryStrip(question, "Sort ", ".", out ReadOnlySpan<char> plain) ? Sort(plain, isAscending: true) : null;
    }

    private static string? Sort(ReadOnlySpan<char> list, bool isAscending)
    {
        var numbers = new List<(ExactNumber Value, string Text)>();
        foreach (string text in list.ToString().Split(", "))
        {
            if (!ExactNumber.TryParse(text, out ExactNumber value))
            {
                return null;
            }

            numbers.Add((value, text));
        }

        IEnumerable<(ExactNumber Value, string Text)> ordered =
            isAscending ? numbers.OrderBy(static number => number.Value) : numbers.OrderByDescending(static number => number.Value);
        return string.Join(", ", ordered.Select(static number => number.Text));
    }
}
