namespace MlNetMasks.Masks;

/// <summary>Finds the known name that a mistyped one most likely meant.</summary>
public static class SimilarName
{
    /// <summary>The nearest of the known names by edit distance (insertion, deletion, replacement), compared without case.</summary>
    /// <param name="name">The name as it was typed.</param>
    /// <param name="known">The names that would have been accepted.</param>
    /// <returns>The nearest name, the first of equals; <see langword="null"/> when none is near (more than a third of its letters, and more than 2, differ).</returns>
    public static string? Find(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        string? nearest = null;
        int best = int.MaxValue;
        foreach (string candidate in known)
        {
            int allowed = Math.Max(2, Math.Max(candidate.Length, name.Length) / 3);
            if (Math.Abs(candidate.Length - name.Length) > allowed)
            {
                continue;
            }

            int distance = Distance(name, candidate);
            if (distance < best && distance <= allowed && distance < Math.Max(candidate.Length, name.Length))
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }

    private static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        int[] current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = previous[j - 1] + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
