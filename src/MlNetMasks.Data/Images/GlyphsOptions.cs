namespace MlNetMasks.Data;

/// <summary>Options of a <see cref="GlyphsSource"/>.</summary>
public sealed record GlyphsOptions
{
    /// <summary>Numbers of the pixel permutations: all pictures come in the first one, then all again in the next, and so on.</summary>
    /// <value>At least one, each once, 0 to 9,999; default 0 alone, pixels where they are.</value>
    /// <exception cref="ArgumentException">There is none, one occurs twice, or one is out of range.</exception>
    public IReadOnlyList<int> Permutations { get; init => field = PixelPermutation.CheckedNumbers(value, nameof(Permutations)); } = [0];

    /// <summary>Seed of the pictures and of the permutations; the two splits of one seed are independent.</summary>
    /// <value>Any number; default 1.</value>
    public int Seed { get; init; } = 1;
}
