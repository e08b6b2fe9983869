namespace MlNetMasks.Data;

/// <summary>Draws the sparse integer coefficients of a polynomial of given degrees.</summary>
internal static class CoefficientSampler
{
    /// <summary>Returns the non-zero coefficients with their exponents, one per variable, each term once; every degree above 0 is reached.</summary>
    public static List<(int[] Exponents, Int128 Coefficient)> Draw(SampleRandom random, int[] degrees, double entropy)
    {
        var indices = new List<int[]>();
        for (int axis = 0; axis < degrees.Length; axis++)
        {
            if (degrees[axis] > 0)
            {
                int[] index = RandomIndex(random, degrees);
                index[axis] = degrees[axis];
                AddNew(indices, index);
            }
        }

        int places = degrees.Aggregate(1, static (product, degree) => product * (degree + 1));
        int fewest = Math.Max(1, indices.Count);
        int most = fewest + (int)Math.Floor(entropy / 2);
        fewest = Math.Min(fewest, places);
        most = Math.Max(fewest, Math.Min(most, places));
        int count = random.Between(fewest, most);
        while (indices.Count < count)
        {
            AddNew(indices, RandomIndex(random, degrees));
        }

        double[] shares = new double[count];
        random.Simplex(shares);
        var terms = new List<(int[] Exponents, Int128 Coefficient)>(count);
        for (int i = 0; i < count; i++)
        {
            terms.Add((indices[i], IntegerSampler.Signed(random, entropy * shares[i], minAbs: 1)));
        }

        return terms;
    }

    private static int[] RandomIndex(SampleRandom random, int[] degrees)
    {
        int[] index = new int[degrees.Length];
        for (int axis = 0; axis < index.Length; axis++)
        {
            index[axis] = random.Between(0, degrees[axis]);
        }

        return index;
    }

    private static void AddNew(List<int[]> indices, int[] index)
    {
        foreach (int[] other in indices)
        {
            if (other.AsSpan().SequenceEqual(index))
            {
                return;
            }
        }

        indices.Add(index);
    }
}
