namespace MlNetMasks.Data;

/// <summary>
/// A polynomial in up to four variables, each power below 8, whose terms are in the order of print: descending by the powers of the
/// variables in alphabetical order.
/// </summary>
internal sealed class SampledPolynomial
{
    private const int BitsPerPower = 3;
    private readonly char[] _variables;
    private readonly List<(int Powers, Int128 Coefficient)> _terms = [];

    /// <summary>Creates the polynomial 0.</summary>
    /// <param name="variables">Names of the variables, different from each other, in any order.</param>
    public SampledPolynomial(ReadOnlySpan<char> variables)
    {
        _variables = variables.ToArray();
        Array.Sort(_variables);
    }

    /// <summary>Adds a term whose powers no other term has.</summary>
    /// <param name="coefficient">Coefficient; 0 adds nothing.</param>
    /// <param name="variables">Names of the variables, in the order of <paramref name="powers"/>.</param>
    /// <param name="powers">Power of each variable, 0 to 7.</param>
    public void Add(Int128 coefficient, ReadOnlySpan<char> variables, ReadOnlySpan<int> powers)
    {
        if (coefficient == 0)
        {
            return;
        }

        int packed = 0;
        for (int i = 0; i < variables.Length; i++)
        {
            packed |= powers[i] << ShiftOf(variables[i]);
        }

        int place = _terms.Count;
        while (place > 0 && _terms[place - 1].Powers < packed)
        {
            place--;
        }

        _terms.Insert(place, (packed, coefficient));
    }

    /// <summary>Returns the partial derivative of some order.</summary>
    public SampledPolynomial Derivative(char variable, int order)
    {
        var derivative = new SampledPolynomial(_variables);
        int shift = ShiftOf(variable);
        foreach ((int powers, Int128 coefficient) in _terms)
        {
            int power = (powers >> shift) & 7;
            if (power < order)
            {
                continue;
            }

            Int128 product = coefficient;
            for (int k = 0; k < order; k++)
            {
                product = checked(product * (power - k));
            }

            derivative._terms.Add((powers - (order << shift), product));
        }

        return derivative;
    }

    public void AppendTo(BoundedText text)
    {
        if (_terms.Count == 0)
        {
            text.Append('0');
        }

        for (int i = 0; i < _terms.Count; i++)
        {
            (int powers, Int128 coefficient) = _terms[i];
            RawTerm.AppendSign(text, coefficient < 0, isFirst: i == 0);
            RawTerm.AppendCoefficient(text, Int128.Abs(coefficient), hasVariables: powers != 0);
            bool isFirst = true;
            foreach (char variable in _variables)
            {
                int power = (powers >> ShiftOf(variable)) & 7;
                if (power == 0)
                {
                    continue;
                }

                if (!isFirst)
                {
                    text.Append('*');
                }

                RawTerm.AppendPower(text, variable, power);
                isFirst = false;
            }
        }
    }

    // The alphabetically first variable has the highest bits, so that comparing packed powers compares them in order.
    private int ShiftOf(char variable) => BitsPerPower * (_variables.Length - 1 - Array.IndexOf(_variables, variable));
}
