namespace MlNetMasks.Data;

/// <summary>Draws integers from about 10^entropy equally likely ones (the primitive INT of the data set).</summary>
internal static class IntegerSampler
{
    /// <summary>Draws from -H to H with 2 H about 10^entropy, at least <paramref name="minAbs"/> away from 0.</summary>
    public static Int128 Signed(SampleRandom random, double entropy, int minAbs = 0)
    {
        var half = (Int128)Math.Ceiling((PortableMath.Pow10(entropy) + minAbs) / 2);
        Int128 value;
        do
        {
            value = random.Between(-half, half);
        }
        while (Int128.Abs(value) < minAbs);

        return value;
    }

    /// <summary>Draws a number of at least <paramref name="minimum"/> that has no divisor in common with <paramref name="coprime"/>.</summary>
    public static Int128 UnsignedCoprime(SampleRandom random, double entropy, int minimum, Int128 coprime)
    {
        double size = PortableMath.Pow10(entropy) + minimum;
        Int128 other = Int128.Abs(coprime);
        if (other >= 2)
        {
            size = (size / CoprimeShare((ulong)other)) + 1;
        }

        var largest = (Int128)Math.Ceiling(size);
        Int128 value;
        do
        {
            value = random.Between(minimum, largest);
        }
        while (GreatestCommonDivisor(value, other) != 1);

        return value;
    }

    public static Int128 GreatestCommonDivisor(Int128 first, Int128 second)
    {
        first = Int128.Abs(first);
        second = Int128.Abs(second);
        while (second != 0)
        {
            if (first <= ulong.MaxValue && second <= ulong.MaxValue)
            {
                return GreatestCommonDivisor((ulong)first, (ulong)second);
            }

            (first, second) = (second, first % second);
        }

        return first;
    }

    private static ulong GreatestCommonDivisor(ulong first, ulong second)
    {
        while (second != 0)
        {
            (first, second) = (second, first % second);
        }

        return first;
    }

    // The share of all integers that have no divisor in common with a number: the product of 1 - 1/p over its primes p.
    private static double CoprimeShare(ulong number)
    {
        double share = 1;
        for (ulong prime = 2; prime * prime <= number; prime += prime == 2 ? 1UL : 2UL)
        {
            if (number % prime == 0)
            {
                share *= 1 - (1.0 / prime);
                while (number % prime == 0)
                {
                    number /= prime;
                }
            }
        }

        return number > 1 ? share * (1 - (1.0 / number)) : share;
    }
}
