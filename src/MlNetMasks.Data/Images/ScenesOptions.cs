namespace MlNetMasks.Data;

/// <summary>Options of a <see cref="ScenesSource"/>.</summary>
public sealed record ScenesOptions
{
    /// <summary>Seed of the pictures; the two splits of one seed are independent.</summary>
    /// <value>Any number; default 1.</value>
    public int Seed { get; init; } = 1;
}
