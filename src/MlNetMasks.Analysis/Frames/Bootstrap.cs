namespace MlNetMasks.Analysis;

/// <summary>Percentile bootstrap of a mean over independent repetitions.</summary>
internal static class Bootstrap
{
    /// <summary>Draws repetitions with replacement; each contributes its sum and its count, so that the mean is over values.</summary>
    /// <returns>The interval; NaN with fewer than two repetitions, which say nothing about their spread.</returns>
    public static (double Low, double High) Interval(ReadOnlySpan<double> sums, ReadOnlySpan<int> counts, int resamples, double coverage, ulong seed)
    {
        if (sums.Length < 2)
        {
            return (double.NaN, double.NaN);
        }

        double[] means = new double[resamples];
        ulong state = seed;
        for (int i = 0; i < means.Length; i++)
        {
            double sum = 0;
            long count = 0;
            for (int j = 0; j < sums.Length; j++)
            {
                int drawn = (int)Math.BigMul(Next(ref state), (ulong)sums.Length, out _);
                sum += sums[drawn];
                count += counts[drawn];
            }

            means[i] = sum / count;
        }

        Array.Sort(means);
        return (Quantile(means, (1 - coverage) / 2), Quantile(means, (1 + coverage) / 2));
    }

    /// <summary>SplitMix64: good enough to draw indices, and a stream starts at any seed at no cost.</summary>
    public static ulong Next(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    // Interpolates linearly between order statistics.
    private static double Quantile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }
}
