namespace MlNetMasks.Analysis;

/// <summary>Mean, spread and bootstrap interval of one group of values.</summary>
internal readonly record struct GroupSummary(double Mean, double Std, int Count, int Missing, double Low, double High)
{
    public static GroupSummary Of(double[] values, int[]? repetitions, ReadOnlySpan<int> rows, AggregateOptions options, ulong stream)
    {
        Dictionary<int, int> known = [];
        double[] sums = new double[rows.Length];
        int[] counts = new int[rows.Length];
        double mean = 0;
        double squares = 0;
        int count = 0;
        foreach (int row in rows)
        {
            double value = values[row];
            if (double.IsNaN(value))
            {
                continue;
            }

            // Welford's update keeps the variance exact where the mean is large against the spread.
            count++;
            double change = value - mean;
            mean += change / count;
            squares += change * (value - mean);
            int repetition = known.Count;
            if (repetitions is not null && !known.TryGetValue(repetitions[row], out repetition))
            {
                repetition = known.Count;
            }

            known.TryAdd(repetitions is null ? repetition : repetitions[row], repetition);
            sums[repetition] += value;
            counts[repetition]++;
        }

        (double low, double high) = Bootstrap.Interval(
            sums.AsSpan(0, known.Count), counts.AsSpan(0, known.Count), options.Resamples, options.Coverage, StreamSeed(options.BootstrapSeed, stream));
        return new GroupSummary(
            count == 0 ? double.NaN : mean, count < 2 ? double.NaN : Math.Sqrt(squares / (count - 1)), count, rows.Length - count, low, high);
    }

    private static ulong StreamSeed(ulong seed, ulong stream)
    {
        ulong state = seed;
        return Bootstrap.Next(ref state) ^ (stream * 0xD1342543DE82EF95);
    }
}
