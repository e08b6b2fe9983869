namespace MlNetMasks.Data;

/// <summary>Draws questions of <c>algebra__linear_1d</c>: a x = c with both coefficients spread over terms on both sides.</summary>
internal sealed class LinearEquationGenerator : ModuleGenerator
{
    private readonly List<RawTerm> _left = [];
    private readonly List<RawTerm> _right = [];

    public override void Draw(
        SampleRandom random, MathematicsDifficulty difficulty, double entropy, BoundedText question, BoundedText answer)
    {
        double solutionEntropy = Math.Max(1, entropy / 4);
        Int128 solution = IntegerSampler.Signed(random, solutionEntropy);
        double rest = Math.Max(1, entropy - solutionEntropy);
        char variable = LetterSampler.Draw(random);

        double factorShare = random.Uniform(1.0 / 3, 2.0 / 3);
        Int128 factor;
        do
        {
            factor = IntegerSampler.Signed(random, Math.Max(1, factorShare * rest));
        }
        while (factor == 0);

        Int128 constant = factor * solution;
        int nonZero = constant == 0 ? 1 : 2;
        int most = Math.Max(nonZero + 1, 1 + (int)Math.Floor(1 + (rest / 2)));
        int[] counts = TermSampler.Spread(random, [false, constant == 0], random.Between(nonZero + 1, most));
        double[] entropies = TermSampler.Entropies(random, (1 - factorShare) * rest, counts);

        _left.Clear();
        _right.Clear();
        foreach (Int128 term in TermSampler.Terms(random, factor, counts[0], entropies[0]))
        {
            PlaceOnASide(random, RawTerm.Of(term, power: 1));
        }

        foreach (Int128 term in TermSampler.Terms(random, constant, counts[1], entropies[1]))
        {
            PlaceOnASide(random, RawTerm.Of(-term, power: 0));
        }

        question.Append("Solve ");
        AppendSide(question, _left, variable);
        question.Append(" = ");
        AppendSide(question, _right, variable);
        question.Append(" for ");
        question.Append(variable);
        question.Append('.');
        answer.Append(solution);
    }

    private void PlaceOnASide(SampleRandom random, RawTerm term)
    {
        if (random.Coin())
        {
            _left.Add(term);
        }
        else
        {
            _right.Add(term.Negated);
        }
    }

    private static void AppendSide(BoundedText text, List<RawTerm> terms, char variable)
    {
        if (terms.Count == 0)
        {
            text.Append('0');
        }

        RawTerm.AppendSum(text, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(terms), variable);
    }
}
