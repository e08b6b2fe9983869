namespace MlNetMasks.Data;

/// <summary>
/// Powers of ten and logarithms from basic operations alone, so that samples do not depend on the platform's mathematical library.
/// Relative errors are some 1e-15.
/// </summary>
internal static class PortableMath
{
    public const double Log10Of3 = 0.47712125471966244;
    private const double LogOf2 = 0.69314718055994531;
    private const double LogOf10 = 2.302585092994046;
    private const double Sqrt2 = 1.4142135623730951;

    // Exact as doubles up to 10^22.
    private static readonly double[] s_powers =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Returns 10^exponent for an exponent in [0, 23).</summary>
    public static double Pow10(double exponent)
    {
        int whole = (int)exponent;
        double power = s_powers[whole];
        double rest = (exponent - whole) * LogOf10;
        return rest == 0 ? power : power * Exp(rest);
    }

    /// <summary>Returns the natural logarithm of a positive normal number.</summary>
    public static double Log(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > Sqrt2)
        {
            mantissa *= 0.5;
            exponent++;
        }

        // log m = 2 artanh t with |t| < 0.172.
        double t = (mantissa - 1) / (mantissa + 1);
        double square = t * t;
        double sum = 0;
        for (int k = 21; k >= 1; k -= 2)
        {
            sum = (sum * square) + (1.0 / k);
        }

        return (exponent * LogOf2) + (2 * t * sum);
    }

    public static double Log10(double value) => Log(value) / LogOf10;

    private static double Exp(double value)
    {
        double x = value * 0.125;
        double sum = 1;
        for (int k = 13; k >= 1; k--)
        {
            sum = 1 + (x * sum / k);
        }

        sum *= sum;
        sum *= sum;
        return sum * sum;
    }
}
