namespace MlNetMasks.Data;

/// <summary>Draws questions of <c>calculus__differentiate</c>: a partial derivative of order 1 to 3 in 1 to 4 variables.</summary>
internal sealed class DifferentiateGenerator : ModuleGenerator
{
    private static readonly string[] s_orders = ["first", "second", "third"];

    public override void Draw(
        SampleRandom random, MathematicsDifficulty difficulty, double entropy, BoundedText question, BoundedText answer)
    {
        int count = random.Between(1, 4);
        int order = random.Between(1, 3);
        double rest = Math.Max(0, entropy - PortableMath.Log10Of3);
        int axis = random.Below(count);
        int[] degrees = new int[count];
        for (int i = 0; i < count; i++)
        {
            degrees[i] = random.Between(i == axis ? 0 : 1, 3);
        }

        List<(int[] Exponents, Int128 Coefficient)> kept = CoefficientSampler.Draw(random, degrees, rest);
        degrees[axis] = order - 1;
        List<(int[] Exponents, Int128 Coefficient)> vanishing = CoefficientSampler.Draw(random, degrees, rest);

        char[] variables = LetterSampler.DrawDistinct(random, count);
        var polynomial = new SampledPolynomial(variables);
        foreach ((int[] exponents, Int128 coefficient) in kept)
        {
            exponents[axis] += order;
            polynomial.Add(coefficient, variables, exponents);
        }

        foreach ((int[] exponents, Int128 coefficient) in vanishing)
        {
            polynomial.Add(coefficient, variables, exponents);
        }

        char variable = variables[axis];
        AppendQuestion(random, polynomial, variable, order, isUnivariate: count == 1, question);
        if (!question.Overflowed)
        {
            polynomial.Derivative(variable, order).AppendTo(answer);
        }
    }

    private static void AppendQuestion(
        SampleRandom random, SampledPolynomial polynomial, char variable, int order, bool isUnivariate, BoundedText text)
    {
        bool isFirst = order == 1;
        int choices = 2 + (isFirst ? 3 : 0) + (isUnivariate ? isFirst ? 4 : 2 : 0);
        int choice = random.Below(choices);

        // Positions 0 to 4 are the wordings with the variable, 5 to 8 those without; orders above the first lack some.
        if (!isFirst && choice >= 2)
        {
            choice += 3;
        }

        string name = s_orders[order - 1];
        (string before, string between, string after) = choice switch
        {
            0 => ($"Find the {name} derivative of ", " wrt ", "."),
            1 => ($"What is the {name} derivative of ", " wrt ", "?"),
            2 => ("Differentiate ", " with respect to ", "."),
            3 => ("Differentiate ", " wrt ", "."),
            4 => ("What is the derivative of ", " wrt ", "?"),
            5 => ($"Find the {name} derivative of ", "", "."),
            6 => ($"What is the {name} derivative of ", "", "?"),
            7 => ("Differentiate ", "", "."),
            _ => ("What is the derivative of ", "", "?"),
        };
        text.Append(before);
        polynomial.AppendTo(text);
        if (between.Length > 0)
        {
            text.Append(between);
            text.Append(variable);
        }

        text.Append(after);
    }
}
