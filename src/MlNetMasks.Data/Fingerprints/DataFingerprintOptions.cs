namespace MlNetMasks.Data;

/// <summary>What a <see cref="DataFingerprint"/> looks at.</summary>
public sealed record DataFingerprintOptions
{
    /// <summary>Names of the columns, hashed in this order.</summary>
    /// <value>Null (the default) takes all visible columns in schema order.</value>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Largest number of rows that are hashed, counted from the first; later rows do not matter.</summary>
    /// <value>At least 1; default 10,000. <see cref="long.MaxValue"/> hashes every row.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MaxRows
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(MaxRows), value, "MaxRows must be at least 1; use long.MaxValue to hash every row.");
    } = 10_000;
}
