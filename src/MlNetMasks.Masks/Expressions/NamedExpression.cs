namespace MlNetMasks.Masks;

/// <summary>A set expression under the name of the mask that it makes.</summary>
public sealed record NamedExpression
{
    /// <summary>Names an expression.</summary>
    /// <param name="name">Name of the mask: a mask name that no other mask has.</param>
    /// <param name="expression">The expression.</param>
    /// <exception cref="ArgumentException">The name is not a mask name.</exception>
    public NamedExpression(string name, MaskExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        Name = WeightMask.CheckName(name);
        Expression = expression;
    }

    /// <summary>Name of the mask.</summary>
    public string Name { get; }

    /// <summary>The expression.</summary>
    public MaskExpression Expression { get; }
}
