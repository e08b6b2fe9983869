namespace MlNetMasks.Data;

/// <summary>Answers questions of <c>polynomials__collect</c>.</summary>
internal static class CollectAnswer
{
    public static string? Of(string question)
    {
        ExactPolynomial? sum = QuestionText.TryStrip(question, "Collect the terms in ", ".", out ReadOnlySpan<char> text)
            ? ExactPolynomial.Parse(text)
            : null;
        return sum is null || sum.VariableCount() > 1 ? null : sum.ToString();
    }
}
