namespace MlNetMasks.Data;

/// <summary>Draws integers, fractions and decimals from about 10^entropy numbers.</summary>
internal static class NumberSampler
{
    public const int MaxDecimals = 38;

    private static readonly Int128[] s_powers = Powers();

    public static Int128 PowerOfTen(int exponent) => s_powers[exponent];

    public static SampledNumber Integer(SampleRandom random, double entropy) =>
        SampledNumber.Integer(IntegerSampler.Signed(random, entropy));

    public static SampledNumber IntegerOrDecimal(SampleRandom random, double entropy) =>
        random.Coin() ? Integer(random, entropy) : Decimal(random, entropy);

    /// <summary>Draws an integer in one half, a decimal in one quarter and a fraction in one quarter of the cases.</summary>
    public static SampledNumber Any(SampleRandom random, double entropy) =>
        random.Coin() ? IntegerOrDecimal(random, entropy)
        : random.Coin() ? Integer(random, entropy)
        : Fraction(random, entropy);

    private static SampledNumber Decimal(SampleRandom random, double entropy)
    {
        int mostDecimals = (int)Math.Ceiling(entropy);
        while (true)
        {
            Int128 digits = IntegerSampler.Signed(random, entropy);
            int decimals = random.Between(1, mostDecimals);
            if (digits % s_powers[decimals] != 0)
            {
                return new SampledNumber(digits, s_powers[decimals], decimals);
            }
        }
    }

    private static SampledNumber Fraction(SampleRandom random, double entropy)
    {
        double numeratorEntropy = random.Uniform(0, entropy);
        Int128 numerator = IntegerSampler.Signed(random, numeratorEntropy, minAbs: 1);
        Int128 denominator = IntegerSampler.UnsignedCoprime(random, entropy - numeratorEntropy, minimum: 2, numerator);
        return new SampledNumber(numerator, denominator, -1);
    }

    private static Int128[] Powers()
    {
        var powers = new Int128[MaxDecimals + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
