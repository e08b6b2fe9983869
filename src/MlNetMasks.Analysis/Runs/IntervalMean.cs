using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Mean over seeds with the 95% bootstrap interval over the seeds; the interval is NaN with fewer than two.</summary>
internal readonly record struct IntervalMean(double Mean, double Low, double High, int SeedCount)
{
    private static readonly AggregateOptions Options = new();

    public bool HasValue => SeedCount > 0;

    /// <summary>The mean of records; several of one seed stay together when seeds are drawn.</summary>
    public static IntervalMean Of(IEnumerable<ResultRecord> records)
    {
        IGrouping<int, ResultRecord>[] seeds = [.. records.Where(record => double.IsFinite(record.Value)).GroupBy(record => record.Seed).OrderBy(group => group.Key)];
        double[] sums = [.. seeds.Select(seed => seed.Sum(record => record.Value))];
        int[] counts = [.. seeds.Select(seed => seed.Count())];
        if (seeds.Length == 0)
        {
            return new IntervalMean(double.NaN, double.NaN, double.NaN, 0);
        }

        (double low, double high) = Bootstrap.Interval(sums, counts, Options.Resamples, Options.Coverage, Options.BootstrapSeed);
        return new IntervalMean(sums.Sum() / counts.Sum(), low, high, seeds.Length);
    }
}
