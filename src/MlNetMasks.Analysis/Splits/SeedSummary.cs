namespace MlNetMasks.Analysis;

/// <summary>A measured value over the seeds of a run.</summary>
/// <param name="Mean">Mean over the seeds; NaN where nothing was measured.</param>
/// <param name="Std">Sample standard deviation (n - 1) over the seeds; NaN with fewer than two.</param>
/// <param name="SeedCount">Number of seeds behind the value; 0 where nothing was measured.</param>
public readonly record struct SeedSummary(double Mean, double Std, int SeedCount)
{
    /// <summary>Whether anything was measured.</summary>
    public bool HasValue => SeedCount > 0;

    internal SeedMean ToMean() => new(Mean, Std, SeedCount);

    internal static SeedSummary Of(IEnumerable<double> values)
    {
        SeedMean mean = SeedMean.Of(values);
        return new SeedSummary(mean.Mean, mean.Std, mean.Count);
    }
}
