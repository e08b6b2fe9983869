namespace MlNetMasks.Data;

/// <summary>Options of a <see cref="Cifar10Source"/>.</summary>
public sealed record Cifar10Options
{
    /// <summary>Share of the training images that is held out as <see cref="ImageSplit.Validation"/>.</summary>
    /// <value>At least 0 and below 1; default 0. The paper's CNN holds out 0.2.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double ValidationShare { get; init => field = ImageSelection.CheckedShare(value, nameof(ValidationShare)); }

    /// <summary>Most images of the split, a seeded choice.</summary>
    /// <value>At least 1; default null, all.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? Images { get; init => field = ImageSelection.CheckedRows(value, nameof(Images)); }

    /// <summary>Seed of the choice of images.</summary>
    /// <value>Any number; default 1.</value>
    public int Seed { get; init; } = 1;
}
