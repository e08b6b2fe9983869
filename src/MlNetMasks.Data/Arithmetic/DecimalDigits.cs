namespace MlNetMasks.Data;

/// <summary>Numbers as decimal digits, one per byte, least significant first.</summary>
public static class DecimalDigits
{
    private static readonly string[] s_places = ["units", "tens", "hundreds", "thousands", "ten-thousands", "hundred-thousands"];

    /// <summary>Largest number of digits the sources offer: products of two such numbers still fit a 64-bit integer.</summary>
    public static int MaxCount => s_places.Length;

    /// <summary>Names of the places, least significant first: units, tens, hundreds and so on.</summary>
    /// <param name="count">Number of digits, 1 to 6.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not in 1 to 6.</exception>
    public static IReadOnlyList<string> PlaceNames(int count) => s_places[..Checked(count)];

    /// <summary>Returns 10^<paramref name="count"/>, the number of values that many digits can hold.</summary>
    /// <param name="count">Number of digits, 1 to 6.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not in 1 to 6.</exception>
    public static long Modulus(int count)
    {
        long modulus = 1;
        for (int i = Checked(count); i > 0; i--)
        {
            modulus *= 10;
        }

        return modulus;
    }

    /// <summary>Writes a number modulo 10^n into n digits.</summary>
    /// <param name="value">The number, at least 0.</param>
    /// <param name="digits">Receives the digits, least significant first; its length is n.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
    public static void Write(long value, Span<byte> digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (int i = 0; i < digits.Length; i++)
        {
            (value, long digit) = Math.DivRem(value, 10);
            digits[i] = (byte)digit;
        }
    }

    /// <summary>Reads the number that digits stand for.</summary>
    /// <param name="digits">Digits, least significant first, each 0 to 9; at most 18 of them.</param>
    /// <exception cref="ArgumentException">A digit is above 9, or there are more than 18.</exception>
    public static long Read(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > 18)
        {
            throw new ArgumentException($"{digits.Length} digits do not fit a 64-bit integer; at most 18 do.", nameof(digits));
        }

        long value = 0;
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            if (digits[i] > 9)
            {
                throw new ArgumentException($"Digit {i} is {digits[i]}; decimal digits are 0 to 9.", nameof(digits));
            }

            value = (value * 10) + digits[i];
        }

        return value;
    }

    /// <summary>Checks the number of digits that a source is asked for.</summary>
    internal static int CheckedOption(int digits, string option) => digits >= 1 && digits <= MaxCount
        ? digits
        : throw new ArgumentOutOfRangeException(option, digits, $"{option} must be in 1 to {MaxCount}; 2 is what the paper uses.");

    private static int Checked(int count) => count >= 1 && count <= MaxCount
        ? count
        : throw new ArgumentOutOfRangeException(nameof(count), count, $"The number of digits must be in 1 to {MaxCount}.");
}
