using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Mean over seeds with the sample standard deviation; NaN values are left out.</summary>
internal readonly record struct SeedMean(double Mean, double Std, int Count)
{
    public static SeedMean Missing { get; } = new(double.NaN, double.NaN, 0);

    public bool HasValue => Count > 0;

    /// <summary>The standard deviation, or 0 where one value has none.</summary>
    public double Error => double.IsNaN(Std) ? 0 : Std;

    public static SeedMean Of(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return Missing;
        }

        double mean = finite.Average();
        double std = finite.Length < 2 ? double.NaN : Math.Sqrt(finite.Sum(value => (value - mean) * (value - mean)) / (finite.Length - 1));
        return new SeedMean(mean, std, finite.Length);
    }

    /// <summary>One mean per key; a key may hold several values of one seed, which then count as values.</summary>
    public static Dictionary<TKey, SeedMean> By<TKey>(IEnumerable<ResultRecord> records, Func<ResultRecord, TKey> key)
        where TKey : notnull =>
        records.GroupBy(key).ToDictionary(group => group.Key, group => Of(group.Select(record => record.Value)));
}
