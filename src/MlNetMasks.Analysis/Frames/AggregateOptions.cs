namespace MlNetMasks.Analysis;

/// <summary>Settings of <see cref="FrameExtensions.Aggregate"/>.</summary>
public sealed record AggregateOptions
{
    /// <summary>Numeric column to summarise.</summary>
    /// <value>Default: <c>Value</c>.</value>
    public string Value { get; init; } = ResultColumns.Value;

    /// <summary>Column that names the independent repetitions; the bootstrap draws whole repetitions.</summary>
    /// <value>Default: <c>Seed</c>. Where the frame has no such column, or it is grouped by, each row is its own repetition.</value>
    public string Over { get; init; } = ResultColumns.Seed;

    /// <summary>Number of bootstrap samples, 100 to 1,000,000.</summary>
    /// <value>Default: 2,000.</value>
    public int Resamples
    {
        get;
        init => field = value is >= 100 and <= 1_000_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Resamples), value, "Resamples must be from 100 to 1,000,000. Leave the default of 2,000 unless the interval must be finer.");
    } = 2_000;

    /// <summary>Coverage of the interval, between 0 and 1.</summary>
    /// <value>Default: 0.95.</value>
    public double Coverage
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Coverage), value, "Coverage must be between 0 and 1, for example 0.95.");
    } = 0.95;

    /// <summary>Seed of the bootstrap; the same seed gives the same interval.</summary>
    /// <value>Default: 1.</value>
    public ulong BootstrapSeed { get; init; } = 1;
}
