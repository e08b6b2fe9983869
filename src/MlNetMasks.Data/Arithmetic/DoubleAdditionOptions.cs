namespace MlNetMasks.Data;

/// <summary>Options of a <see cref="DoubleAdditionSource"/>.</summary>
public sealed record DoubleAdditionOptions
{
    /// <summary>Digits of each operand and of each sum.</summary>
    /// <value>1 to 6; default 2, as in the paper.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in 1 to 6.</exception>
    public int Digits { get; init => field = DecimalDigits.CheckedOption(value, nameof(Digits)); } = 2;

    /// <summary>Seed of the draws; the two splits of one seed are independent.</summary>
    /// <value>Any number; default 1.</value>
    public int Seed { get; init; } = 1;
}
