namespace MlNetMasks.Data;

/// <summary>Options of a <see cref="MnistSource"/>.</summary>
public sealed record MnistOptions
{
    /// <summary>Share of the training images that is held out as <see cref="ImageSplit.Validation"/>.</summary>
    /// <value>At least 0 and below 1; default 0.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double ValidationShare { get; init => field = ImageSelection.CheckedShare(value, nameof(ValidationShare)); }

    /// <summary>Most images of the split, a seeded choice; each comes once in every permutation.</summary>
    /// <value>At least 1; default null, all.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? Images { get; init => field = ImageSelection.CheckedRows(value, nameof(Images)); }

    /// <summary>Numbers of the pixel permutations: all images come in the first one, then all again in the next, and so on.</summary>
    /// <value>At least one, each once, 0 to 9,999; default 0 alone, pixels where they are.</value>
    /// <exception cref="ArgumentException">There is none, one occurs twice, or one is out of range.</exception>
    public IReadOnlyList<int> Permutations { get; init => field = PixelPermutation.CheckedNumbers(value, nameof(Permutations)); } = [0];

    /// <summary>Seed of the choice of images and of the permutations.</summary>
    /// <value>Any number; default 1.</value>
    public int Seed { get; init; } = 1;
}
