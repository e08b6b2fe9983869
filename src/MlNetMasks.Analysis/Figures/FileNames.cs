namespace MlNetMasks.Analysis;

/// <summary>Makes names that come from results safe as parts of file names and ids.</summary>
internal static class FileNames
{
    public static string Safe(string name)
    {
        string safe = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-')).Trim('-').ToLowerInvariant();
        return safe.Length == 0 ? "unnamed" : safe[..Math.Min(safe.Length, 60)];
    }

    /// <summary>Safe names, numbered where two would be equal.</summary>
    public static IReadOnlyList<string> Distinct(IEnumerable<string> names)
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        List<string> safe = [];
        foreach (string name in names)
        {
            string candidate = Safe(name);
            for (int number = 2; !used.Add(candidate); number++)
            {
                candidate = $"{Safe(name)}-{number}";
            }

            safe.Add(candidate);
        }

        return safe;
    }
}
