namespace MlNetMasks.Masks;

/// <summary>The text of a <see cref="MaskRole"/> in mask files.</summary>
internal static class MaskRoleNames
{
    private static readonly (MaskRole Role, string Text)[] Pairs =
    [
        (MaskRole.Function, "function"),
        (MaskRole.Control, "control"),
        (MaskRole.Reinitialised, "reinitialised"),
        (MaskRole.Expression, "expression"),
    ];

    /// <summary>All texts, as messages list them.</summary>
    public static string Known { get; } = string.Join(", ", Pairs.Select(static pair => $"'{pair.Text}'"));

    public static string ToText(MaskRole role) => Array.Find(Pairs, pair => pair.Role == role).Text;

    public static MaskRole? Find(string text)
    {
        foreach ((MaskRole role, string known) in Pairs)
        {
            if (known == text)
            {
                return role;
            }
        }

        return null;
    }
}
