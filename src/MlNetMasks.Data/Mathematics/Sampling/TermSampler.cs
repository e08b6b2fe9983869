namespace MlNetMasks.Data;

/// <summary>Splits coefficients into several terms, as the questions show them before like terms are merged.</summary>
internal static class TermSampler
{
    /// <summary>Draws uniformly among all vectors of non-negative numbers with a given sum.</summary>
    public static int[] Composition(SampleRandom random, int slots, int sum)
    {
        // Stars and bars: the gaps between slots - 1 of the places 1 to sum + slots - 1.
        var places = new List<int>(slots);
        while (places.Count < slots - 1)
        {
            int place = random.Between(1, sum + slots - 1);
            if (!places.Contains(place))
            {
                places.Add(place);
            }
        }

        places.Sort();
        places.Add(sum + slots);
        int[] counts = new int[slots];
        int previous = 0;
        for (int i = 0; i < slots; i++)
        {
            counts[i] = places[i] - previous - 1;
            previous = places[i];
        }

        return counts;
    }

    /// <summary>Draws how many terms each coefficient is shown by: at least one, but for a zero coefficient none or at least two.</summary>
    public static int[] Spread(SampleRandom random, ReadOnlySpan<bool> isZero, int terms)
    {
        int[] counts = new int[isZero.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = isZero[i] ? 0 : 1;
        }

        int[] added = Composition(random, counts.Length, terms - counts.Sum());
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] += added[i];
        }

        var lonely = new List<int>();
        var others = new List<int>();
        while (true)
        {
            lonely.Clear();
            for (int i = 0; i < counts.Length; i++)
            {
                if (isZero[i] && counts[i] == 1)
                {
                    lonely.Add(i);
                }
            }

            if (lonely.Count == 0)
            {
                return counts;
            }

            int from = lonely[random.Below(lonely.Count)];
            others.Clear();
            for (int i = 0; i < counts.Length; i++)
            {
                if (i != from && counts[i] >= 1)
                {
                    others.Add(i);
                }
            }

            counts[from]--;
            counts[others[random.Below(others.Count)]]++;
        }
    }

    /// <summary>Shares an entropy among coefficients by how many terms beyond the first they are shown by.</summary>
    public static double[] Entropies(SampleRandom random, double entropy, int[] counts)
    {
        double[] entropies = new double[counts.Length];
        random.Dirichlet([.. counts.Select(static count => Math.Max(count - 1, 0))], entropies);
        for (int i = 0; i < entropies.Length; i++)
        {
            entropies[i] *= entropy;
        }

        return entropies;
    }

    /// <summary>Draws terms with a given sum; a term may be 0.</summary>
    public static Int128[] Terms(SampleRandom random, Int128 sum, int count, double entropy)
    {
        if (count < 2)
        {
            return count == 0 ? [] : [sum];
        }

        double perTerms = entropy * count / (count - 1);
        Int128 ceiling = -FloorDivide(-sum, count);
        double least = Math.Max(1, PortableMath.Log10((5 * (double)Int128.Abs(ceiling)) + 1));
        double[] shares = new double[count];
        random.Simplex(shares);
        var terms = new Int128[count];
        Int128 rest = sum;
        for (int i = 0; i < count; i++)
        {
            terms[i] = IntegerSampler.Signed(random, Math.Max(least, perTerms * shares[i]));
            rest -= terms[i];
        }

        for (int i = 0; i < count; i++)
        {
            terms[i] += FloorDivide(rest + i, count);
        }

        random.Shuffle<Int128>(terms);
        return terms;
    }

    private static Int128 FloorDivide(Int128 value, int divisor)
    {
        (Int128 quotient, Int128 remainder) = Int128.DivRem(value, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
