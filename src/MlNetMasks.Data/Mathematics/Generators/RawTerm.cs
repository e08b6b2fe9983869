namespace MlNetMasks.Data;

/// <summary>A term as a question shows it, with like terms not merged. The sign stands apart because a zero has one too.</summary>
/// <param name="IsNegative">Whether the term is printed with a minus.</param>
/// <param name="Magnitude">Absolute value of the coefficient.</param>
/// <param name="Power">Power of the variable, 0 for a constant.</param>
internal readonly record struct RawTerm(bool IsNegative, Int128 Magnitude, int Power)
{
    public RawTerm Negated => this with { IsNegative = !IsNegative };

    public static RawTerm Of(Int128 coefficient, int power) => new(coefficient < 0, Int128.Abs(coefficient), power);

    /// <summary>Appends a sum of terms in the given order.</summary>
    public static void AppendSum(BoundedText text, ReadOnlySpan<RawTerm> terms, char variable)
    {
        for (int i = 0; i < terms.Length; i++)
        {
            AppendSign(text, terms[i].IsNegative, isFirst: i == 0);
            int power = terms[i].Power;
            AppendCoefficient(text, terms[i].Magnitude, hasVariables: power > 0);
            if (power > 0)
            {
                AppendPower(text, variable, power);
            }
        }
    }

    public static void AppendSign(BoundedText text, bool isNegative, bool isFirst) =>
        text.Append(isFirst ? isNegative ? "-" : "" : isNegative ? " - " : " + ");

    /// <summary>Appends a coefficient and the times sign; a coefficient of 1 before variables is not shown.</summary>
    public static void AppendCoefficient(BoundedText text, Int128 magnitude, bool hasVariables)
    {
        if (!hasVariables)
        {
            text.AppendMagnitude(magnitude);
        }
        else if (magnitude != 1)
        {
            text.AppendMagnitude(magnitude);
            text.Append('*');
        }
    }

    public static void AppendPower(BoundedText text, char variable, int power)
    {
        text.Append(variable);
        if (power > 1)
        {
            text.Append("**");
            text.AppendMagnitude(power);
        }
    }
}
