using System.Diagnostics.CodeAnalysis;

namespace MlNetMasks.Persistence;

/// <summary>The rules of the ids that name types in files.</summary>
internal static class StableId
{
    private const int MaxLength = 64;

    /// <summary>Throws unless the id is well formed.</summary>
    public static void Require([NotNull] string? id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length is 0 or > MaxLength || !char.IsAsciiLetterLower(id[0]) || !id.All(IsAllowed))
        {
            throw new ArgumentException(
                $"id is '{id}'; expected 1 to {MaxLength} lower-case letters, digits, '.' or '-', starting with a letter, "
                + "for example 'acme.gated-network'.",
                nameof(id));
        }
    }

    /// <summary>The ids as a list for a message.</summary>
    public static string List(IReadOnlyList<string> ids) => ids.Count == 0 ? "none" : string.Join(", ", ids);

    private static bool IsAllowed(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-';
}
