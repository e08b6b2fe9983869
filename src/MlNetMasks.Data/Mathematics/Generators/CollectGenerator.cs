namespace MlNetMasks.Data;

/// <summary>Draws questions of <c>polynomials__collect</c>: a polynomial in one variable with its coefficients spread over shuffled terms.</summary>
internal sealed class CollectGenerator : ModuleGenerator
{
    private readonly List<RawTerm> _terms = [];

    public override void Draw(
        SampleRandom random, MathematicsDifficulty difficulty, double entropy, BoundedText question, BoundedText answer)
    {
        Span<double> shares = stackalloc double[2];
        random.Dirichlet([2, 3], shares);
        double termEntropy = entropy * shares[1];
        int degree = random.Between(1, 3);
        var coefficients = new Int128[degree + 1];
        foreach ((int[] exponents, Int128 coefficient) in CoefficientSampler.Draw(random, [degree], entropy * shares[0]))
        {
            coefficients[exponents[0]] = coefficient;
        }

        bool[] isZero = [.. coefficients.Select(static coefficient => coefficient == 0)];
        int fewest = isZero.Count(static zero => !zero) + 2;
        int[] counts = TermSampler.Spread(random, isZero, random.Between(fewest, fewest + (int)(Math.Ceiling(termEntropy) / 2)));
        double[] entropies = TermSampler.Entropies(random, termEntropy, counts);

        _terms.Clear();
        for (int power = 0; power <= degree; power++)
        {
            foreach (Int128 term in TermSampler.Terms(random, coefficients[power], counts[power], entropies[power]))
            {
                _terms.Add(RawTerm.Of(term, power));
            }
        }

        Span<RawTerm> terms = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_terms);
        random.Shuffle(terms);
        char variable = LetterSampler.Draw(random);
        question.Append("Collect the terms in ");
        RawTerm.AppendSum(question, terms, variable);
        if (!_terms.Exists(static term => term.Magnitude != 1 || term.Power != 1))
        {
            question.Append(" + 0");
        }

        question.Append('.');
        AppendMerged(answer, coefficients, variable);
    }

    private static void AppendMerged(BoundedText text, Int128[] coefficients, char variable)
    {
        var merged = new SampledPolynomial([variable]);
        for (int power = 0; power < coefficients.Length; power++)
        {
            merged.Add(coefficients[power], [variable], [power]);
        }

        merged.AppendTo(text);
    }
}
