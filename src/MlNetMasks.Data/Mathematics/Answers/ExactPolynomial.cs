using System.Globalization;
using System.Numerics;
using System.Text;

namespace MlNetMasks.Data;

/// <summary>A polynomial with integer coefficients of any size, parsed from a sum of terms in any order.</summary>
internal sealed class ExactPolynomial
{
    // Powers by the letter's place in the alphabet; ordinal comparison of the keys is lexicographic comparison of the powers.
    private const int Letters = 26;
    private readonly SortedDictionary<string, BigInteger> _terms = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, BigInteger> Terms => _terms;

    public static string KeyOf(char variable, int power)
    {
        char[] powers = new char[Letters];
        powers[variable - 'a'] = (char)power;
        return new string(powers);
    }

    /// <summary>Reads <c>term (+|-) term ...</c>, the first with an attached minus or none; null when the text is anything else.</summary>
    public static ExactPolynomial? Parse(ReadOnlySpan<char> text)
    {
        var polynomial = new ExactPolynomial();
        BigInteger sign = BigInteger.One;
        if (text.StartsWith("-", StringComparison.Ordinal))
        {
            sign = BigInteger.MinusOne;
            text = text[1..];
        }

        while (true)
        {
            int end = text.IndexOf(' ');
            if (!polynomial.TryAddTerm(sign, end < 0 ? text : text[..end]))
            {
                return null;
            }

            if (end < 0)
            {
                return polynomial;
            }

            text = text[end..];
            if (text.StartsWith(" + ", StringComparison.Ordinal))
            {
                sign = BigInteger.One;
            }
            else if (text.StartsWith(" - ", StringComparison.Ordinal))
            {
                sign = BigInteger.MinusOne;
            }
            else
            {
                return null;
            }

            text = text[3..];
        }
    }

    public void Add(ExactPolynomial other, int factor)
    {
        foreach ((string powers, BigInteger coefficient) in other._terms)
        {
            Add(powers, coefficient * factor);
        }
    }

    public bool HasVariable(char variable) => _terms.Keys.Any(powers => powers[variable - 'a'] > 0);

    public int VariableCount() => Enumerable.Range('a', Letters).Count(letter => HasVariable((char)letter));

    public char FirstVariable() => (char)Enumerable.Range('a', Letters).First(letter => HasVariable((char)letter));

    public ExactPolynomial Derivative(char variable)
    {
        var derivative = new ExactPolynomial();
        int place = variable - 'a';
        foreach ((string powers, BigInteger coefficient) in _terms)
        {
            int power = powers[place];
            if (power > 0)
            {
                char[] lowered = powers.ToCharArray();
                lowered[place] = (char)(power - 1);
                derivative.Add(new string(lowered), coefficient * power);
            }
        }

        return derivative;
    }

    /// <summary>Prints the terms with descending powers.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((string powers, BigInteger coefficient) in _terms.Reverse())
        {
            if (text.Length > 0)
            {
                text.Append(coefficient.Sign < 0 ? " - " : " + ");
            }
            else if (coefficient.Sign < 0)
            {
                text.Append('-');
            }

            var factors = new List<string>();
            BigInteger magnitude = BigInteger.Abs(coefficient);
            for (int letter = 0; letter < Letters; letter++)
            {
                if (powers[letter] > 0)
                {
                    string name = ((char)('a' + letter)).ToString();
                    factors.Add(powers[letter] == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}**{(int)powers[letter]}"));
                }
            }

            if (!magnitude.IsOne || factors.Count == 0)
            {
                factors.Insert(0, magnitude.ToString(CultureInfo.InvariantCulture));
            }

            text.AppendJoin('*', factors);
        }

        return text.Length == 0 ? "0" : text.ToString();
    }

    private bool TryAddTerm(BigInteger coefficient, ReadOnlySpan<char> text)
    {
        char[] powers = new char[Letters];
        bool isFirst = true;
        while (true)
        {
            // A factor ends at a single star; two stars lead a power.
            int end = text.IndexOf('*');
            bool hasPower = end >= 0 && end + 1 < text.Length && text[end + 1] == '*';
            ReadOnlySpan<char> factor = end < 0 ? text : text[..end];
            ReadOnlySpan<char> rest = end < 0 ? default : text[(end + (hasPower ? 2 : 1))..];
            bool hasMore = end >= 0 && !hasPower;
            int power = 1;
            if (hasPower)
            {
                int next = rest.IndexOf('*');
                hasMore = next >= 0;
                ReadOnlySpan<char> digits = hasMore ? rest[..next] : rest;
                if (digits.Length != 1 || !char.IsAsciiDigit(digits[0]))
                {
                    return false;
                }

                power = digits[0] - '0';
                rest = hasMore ? rest[(next + 1)..] : default;
            }

            if (factor.Length == 1 && char.IsAsciiLetterLower(factor[0]))
            {
                powers[factor[0] - 'a'] += (char)power;
            }
            else if (isFirst && !hasPower && BigInteger.TryParse(factor, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number))
            {
                coefficient *= number;
            }
            else
            {
                return false;
            }

            if (!hasMore)
            {
                Add(new string(powers), coefficient);
                return true;
            }

            isFirst = false;
            text = rest;
        }
    }

    private void Add(string powers, BigInteger coefficient)
    {
        BigInteger sum = _terms.GetValueOrDefault(powers) + coefficient;
        if (sum.IsZero)
        {
            _terms.Remove(powers);
        }
        else
        {
            _terms[powers] = sum;
        }
    }
}
