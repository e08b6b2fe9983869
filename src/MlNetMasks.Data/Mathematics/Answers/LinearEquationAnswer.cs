using System.Globalization;
using System.Numerics;

namespace MlNetMasks.Data;

/// <summary>Answers questions of <c>algebra__linear_1d</c>.</summary>
internal static class LinearEquationAnswer
{
    public static string? Of(string question)
    {
        char variable = question.Length < 2 ? '\0' : question[^2];
        if (!char.IsAsciiLetterLower(variable)
            || !QuestionText.TryStrip(question, "Solve ", $" for {variable}.", out ReadOnlySpan<char> equation))
        {
            return null;
        }

        int equals = equation.IndexOf(" = ", StringComparison.Ordinal);
        ExactPolynomial? left = equals < 0 ? null : ExactPolynomial.Parse(equation[..equals]);
        ExactPolynomial? right = equals < 0 ? null : ExactPolynomial.Parse(equation[(equals + 3)..]);
        if (left is null || right is null)
        {
            return null;
        }

        // With everything on the left: factor x + constant = 0.
        left.Add(right, -1);
        BigInteger factor = left.Terms.GetValueOrDefault(ExactPolynomial.KeyOf(variable, 1));
        BigInteger constant = left.Terms.GetValueOrDefault(ExactPolynomial.KeyOf(variable, 0));
        if (factor.IsZero || left.Terms.Count != (constant.IsZero ? 1 : 2))
        {
            return null;
        }

        BigInteger solution = BigInteger.DivRem(-constant, factor, out BigInteger rest);
        return rest.IsZero ? solution.ToString(CultureInfo.InvariantCulture) : null;
    }
}
