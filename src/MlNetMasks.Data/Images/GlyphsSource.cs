namespace MlNetMasks.Data;

/// <summary>
/// Synthetic digits in the form of MNIST, 28 x 28 grey values and ten classes: drawn from stroke descriptions of our own, with random way of writing, affine
/// and elastic distortion, pen width, brightness and noise. They stand in for MNIST where it is not at hand; results on them are no results on MNIST.
/// Row i depends on seed, split and i alone.
/// </summary>
public sealed class GlyphsSource : ImageDataView
{
    private readonly CounterRandom _random;

    /// <summary>Creates the source.</summary>
    /// <param name="split">Which of the two independent draws to read.</param>
    /// <param name="images">Number of pictures, at least 1; each comes once in every permutation.</param>
    /// <param name="options">Permutations and seed; default not permuted and seed 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is unknown or <paramref name="images"/> is below 1.</exception>
    public GlyphsSource(DataSplit split, int images, GlyphsOptions? options = null)
        : this(split, SyntheticImages.CheckedCount(images, nameof(images)), options ?? new GlyphsOptions(), SyntheticImages.RandomOf("glyphs", split, options?.Seed))
    {
    }

    private GlyphsSource(DataSplit split, int images, GlyphsOptions options, CounterRandom random)
        : base(
            images,
            MnistImages.Shape,
            MnistImages.ClassNames,
            MnistImages.Shape.PixelCount,
            PixelPermutation.All(MnistImages.Shape.PixelCount, options.Seed, options.Permutations))
    {
        _random = random;
        Split = split;
        Options = options;
    }

    /// <summary>Which of the two independent draws this is.</summary>
    public DataSplit Split { get; }

    /// <summary>Permutations and seed.</summary>
    public GlyphsOptions Options { get; }

    private protected override int Draw(long index, ImageRow row)
    {
        var draws = new RowDraws(_random, index);
        int digit = draws.Below(ClassNames.Count);
        int way = draws.Below(GlyphStrokes.WayCount(digit));
        Span<float> canvas = row.Canvas;
        canvas.Clear();
        new GlyphPen(canvas, Shape.Width, ref draws).Write(GlyphStrokes.Of(digit, way));

        var brightness = (float)draws.Between(0.55, 1);
        foreach (ref float ink in canvas)
        {
            ink *= brightness;
        }

        PixelNoise.Write(canvas, draws.Between(0, 0.12), ref draws, row.Drawn);
        return digit;
    }
}
