namespace MlNetMasks.Masks;

/// <summary>The text of a <see cref="Condition"/> in files, tables and pipeline settings: kebab case, the empty string for <see cref="Condition.None"/>.</summary>
public static class ConditionNames
{
    private static readonly (Condition Condition, string Text)[] Pairs =
    [
        (Condition.None, ""),
        (Condition.Unmasked, "unmasked"),
        (Condition.Mask, "mask"),
        (Condition.Inverse, "inverse"),
        (Condition.InverseIoControl, "inverse-io-control"),
        (Condition.InverseIoOnes, "inverse-io-ones"),
        (Condition.HalfEarly, "half-early"),
        (Condition.HalfLate, "half-late"),
        (Condition.Random, "random"),
        (Condition.Reinitialised, "reinitialised"),
    ];

    /// <summary>The text of a condition.</summary>
    /// <param name="condition">A defined condition.</param>
    /// <returns>Kebab-case text, for example <c>inverse-io-control</c>; empty for <see cref="Condition.None"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a defined condition.</exception>
    public static string ToText(Condition condition)
    {
        foreach ((Condition candidate, string text) in Pairs)
        {
            if (candidate == condition)
            {
                return text;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(condition), condition, "Not a defined condition. Use a member of the Condition enumeration.");
    }

    /// <summary>The condition with the given text; the comparison is exact.</summary>
    /// <param name="text">Text as <see cref="ToText"/> writes it.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="FormatException">No condition has this text; the message lists the known ones.</exception>
    public static Condition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (TryParse(text, out Condition condition))
        {
            return condition;
        }

        string known = string.Join(", ", Pairs.Where(pair => pair.Text.Length > 0).Select(pair => pair.Text));
        throw new FormatException($"Unknown condition {DisplayText.Quote(text)}. Use one of: {known}, or an empty text for none.");
    }

    /// <summary>Finds the condition with the given text without throwing.</summary>
    /// <param name="text">Text as <see cref="ToText"/> writes it.</param>
    /// <param name="condition">The condition, or <see cref="Condition.None"/> when the text is unknown.</param>
    /// <returns>Whether the text is known.</returns>
    public static bool TryParse(string? text, out Condition condition)
    {
        foreach ((Condition candidate, string candidateText) in Pairs)
        {
            if (candidateText == text)
            {
                condition = candidate;
                return true;
            }
        }

        condition = Condition.None;
        return false;
    }
}
