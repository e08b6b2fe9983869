namespace MlNetMasks.Masks;

/// <summary>A part of a set expression: a mask, or an operator with its operands.</summary>
/// <param name="Operator">The operator; <see langword="null"/> for a mask.</param>
/// <param name="Name">Name of the mask; <see langword="null"/> for an operator.</param>
/// <param name="Position">Where the part starts in the text, counted from 1.</param>
/// <param name="Parts">One operand of NOT, two or more of the others.</param>
internal sealed record ExpressionNode(SetOperator? Operator, string? Name, int Position, IReadOnlyList<ExpressionNode> Parts)
{
    /// <summary>Where any operator may stand without parentheses.</summary>
    public const SetOperator Loosest = SetOperator.Or;

    public static ExpressionNode Mask(string name, int position) => new(null, name, position, []);

    /// <summary>The masks named, in order of the text.</summary>
    public IEnumerable<ExpressionNode> Operands() => Operator is null ? [this] : Parts.SelectMany(static part => part.Operands());

    public WeightMask Evaluate(MaskSet masks)
    {
        if (Operator is null)
        {
            return masks[Name!];
        }

        WeightMask result = Parts[0].Evaluate(masks);
        if (Operator == SetOperator.Not)
        {
            return result.Not("not");
        }

        // Names of in-between results would only repeat the text again and again.
        foreach (ExpressionNode part in Parts.Skip(1))
        {
            WeightMask other = part.Evaluate(masks);
            result = Operator switch
            {
                SetOperator.And => result.And(other, "and"),
                SetOperator.Xor => result.Xor(other, "xor"),
                _ => result.Or(other, "or"),
            };
        }

        return result;
    }

    /// <summary>The canonical text; in parentheses where the operator around it binds more tightly.</summary>
    public string ToText(SetOperator around)
    {
        if (Operator is not { } here)
        {
            return ExpressionParser.IsPlain(Name!) ? Name! : $"\"{Name!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        }

        string text = here == SetOperator.Not
            ? $"NOT {Parts[0].ToText(here)}"
            : string.Join($" {ExpressionParser.WordOf(here)} ", Parts.Select(part => part.ToText(here)));
        return here < around ? $"({text})" : text;
    }
}
