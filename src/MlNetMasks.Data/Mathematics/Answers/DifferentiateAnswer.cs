using System.Text.RegularExpressions;

namespace MlNetMasks.Data;

/// <summary>Answers questions of <c>calculus__differentiate</c>.</summary>
internal static partial class DifferentiateAnswer
{
    public static string? Of(string question)
    {
        Match match = Pattern().Match(question);
        ExactPolynomial? polynomial = match.Success ? ExactPolynomial.Parse(match.Groups["polynomial"].ValueSpan) : null;
        if (polynomial is null)
        {
            return null;
        }

        Group named = match.Groups["variable"];
        if (!named.Success && polynomial.VariableCount() != 1)
        {
            return null;
        }

        char variable = named.Success ? named.ValueSpan[0] : polynomial.FirstVariable();
        int order = match.Groups["order"].Value switch { "second" => 2, "third" => 3, _ => 1 };
        for (int i = 0; i < order; i++)
        {
            polynomial = polynomial.Derivative(variable);
        }

        return polynomial.ToString();
    }

    [GeneratedRegex(
        @"\A(?:(?:Find the (?<order>first|second|third) derivative of |(?<short>Differentiate ))(?<polynomial>[^?]+?)"
        + @"(?: wrt (?<variable>[a-z])|(?(short) with respect to (?<variable>[a-z])|(?!)))?\."
        + @"|What is the (?:(?<order>first|second|third) )?derivative of (?<polynomial>[^?]+?)(?: wrt (?<variable>[a-z]))?\?)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
