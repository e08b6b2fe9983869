using System.Globalization;
using System.Numerics;

namespace MlNetMasks.Data;

/// <summary>A rational number of any size, as a question prints it: an integer, a decimal or a fraction.</summary>
internal readonly record struct ExactNumber(BigInteger Numerator, BigInteger Denominator) : IComparable<ExactNumber>
{
    public static ExactNumber operator +(ExactNumber left, ExactNumber right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    public static ExactNumber operator -(ExactNumber left, ExactNumber right) =>
        left + right with { Numerator = -right.Numerator };

    public static bool TryParse(ReadOnlySpan<char> text, out ExactNumber number)
    {
        number = default;
        bool isNegative = text.StartsWith("-", StringComparison.Ordinal);
        ReadOnlySpan<char> body = isNegative ? text[1..] : text;
        int slash = body.IndexOf('/');
        int point = body.IndexOf('.');
        BigInteger numerator;
        BigInteger denominator = BigInteger.One;
        if (slash >= 0)
        {
            if (!TryDigits(body[..slash], out numerator) || !TryDigits(body[(slash + 1)..], out denominator) || denominator.IsZero)
            {
                return false;
            }
        }
        else if (point >= 0)
        {
            if (!TryDigits(body[..point], out BigInteger whole) || !TryDigits(body[(point + 1)..], out BigInteger part))
            {
                return false;
            }

            denominator = BigInteger.Pow(10, body.Length - point - 1);
            numerator = (whole * denominator) + part;
        }
        else if (!TryDigits(body, out numerator))
        {
            return false;
        }

        number = new ExactNumber(isNegative ? -numerator : numerator, denominator);
        return true;
    }

    public int CompareTo(ExactNumber other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>Prints a number with a denominator of tens as a decimal without zeros at the end.</summary>
    public string ToDecimalText()
    {
        BigInteger whole = BigInteger.DivRem(BigInteger.Abs(Numerator), Denominator, out BigInteger rest);
        string sign = Numerator.Sign < 0 ? "-" : "";
        string text = sign + whole.ToString(CultureInfo.InvariantCulture);
        if (rest.IsZero)
        {
            return text;
        }

        var decimals = new System.Text.StringBuilder(text).Append('.');
        while (!rest.IsZero)
        {
            decimals.Append(BigInteger.DivRem(rest * 10, Denominator, out rest).ToString(CultureInfo.InvariantCulture));
        }

        return decimals.ToString();
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out BigInteger number) =>
        BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
