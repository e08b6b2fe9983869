using System.Globalization;

namespace MlNetMasks.Masks;

/// <summary>
/// A set expression over masks, such as <c>add AND NOT mul</c>: which weights does adding need that multiplying does not? Immutable; equal when
/// structure and names are equal.
/// </summary>
/// <remarks>
/// Operators, from the one that binds most: <c>NOT</c>, <c>AND</c>, <c>XOR</c>, <c>OR</c>, in upper or lower case; parentheses. A mask is named plainly where
/// its name is made of letters, digits, <c>-</c>, <c>_</c> and <c>.</c> and is no operator, else in double quotes, a double quote in it written twice.
/// </remarks>
public sealed class MaskExpression : IEquatable<MaskExpression>
{
    private readonly ExpressionNode _root;
    private readonly string _text;

    internal MaskExpression(ExpressionNode root)
    {
        _root = root;
        _text = root.ToText(ExpressionNode.Loosest);
        Names = [.. root.Operands().Select(static operand => operand.Name!).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Names of the masks that the expression is made of, in order of their first mention.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">For example <c>add AND NOT (mul OR "my mask")</c>; at most 10,000 characters.</param>
    /// <returns>The expression.</returns>
    /// <exception cref="FormatException">The text is no expression; the message names the position, counted from 1, what was expected and what was found.</exception>
    public static MaskExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new MaskExpression(new ExpressionParser(text).Parse());
    }

    /// <summary>Throws unless all masks that the expression names are among the known ones.</summary>
    /// <param name="known">Names of the masks there are.</param>
    /// <exception cref="ArgumentException">A mask is unknown; the message names its position and the nearest known name.</exception>
    public void RequireKnown(IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (_root.Operands().FirstOrDefault(operand => !known.Contains(operand.Name!)) is { } unknown)
        {
            string nearest = SimilarName.Find(unknown.Name!, known) is { } name ? $"; did you mean {DisplayText.Quote(name)}?" : ".";
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The expression {DisplayText.Quote(_text)} names a mask {DisplayText.Quote(unknown.Name!)} (position {unknown.Position}) that there is not{nearest} The masks are: {string.Join(", ", known.Select(name => DisplayText.Quote(name)))}."));
        }
    }

    /// <summary>Computes the mask.</summary>
    /// <param name="masks">The masks of a network.</param>
    /// <param name="name">Name of the result; default the text of the expression.</param>
    /// <returns>A new mask.</returns>
    /// <exception cref="ArgumentException">A mask is unknown, or was learned on other weights, or the name is not a mask name.</exception>
    public WeightMask Evaluate(MaskSet masks, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(masks);
        RequireKnown([.. masks.Where(static entry => entry.Role != MaskRole.Expression).Select(static entry => entry.Mask.Name)]);
        if (masks.FirstOrDefault(entry => entry.Role == MaskRole.Reinitialised && Names.Contains(entry.Mask.Name)) is { } foreign)
        {
            throw new ArgumentException(
                $"The expression {DisplayText.Quote(_text)} names the mask {DisplayText.Quote(foreign.Mask.Name)}, which was learned on re-initialised weights: its bits are about other weights. Use masks of the network itself.",
                nameof(masks));
        }

        return _root.Evaluate(masks).Named(name ?? _text);
    }

    /// <summary>The expression in canonical form: operators in upper case, as few parentheses as possible. Parsing it gives an equal expression.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _text;

    /// <summary>Whether structure and names are equal.</summary>
    /// <param name="other">The expression to compare with.</param>
    /// <returns><see langword="true"/> when both read the same in canonical form.</returns>
    public bool Equals(MaskExpression? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MaskExpression);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);
}
