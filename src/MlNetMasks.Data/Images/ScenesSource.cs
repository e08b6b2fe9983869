namespace MlNetMasks.Data;

/// <summary>
/// Synthetic colour pictures in the form of CIFAR-10, 3 x 32 x 32 values and ten classes: one thing of simple shapes at a random place, in random colours, before a
/// random background with clutter and noise. Colours say nothing about the class, only shapes do. They stand in for CIFAR-10 where it is not at hand; results on
/// them are no results on CIFAR-10. Row i depends on seed, split and i alone.
/// </summary>
public sealed class ScenesSource : ImageDataView
{
    private readonly CounterRandom _random;

    /// <summary>Creates the source.</summary>
    /// <param name="split">Which of the two independent draws to read.</param>
    /// <param name="images">Number of pictures, at least 1.</param>
    /// <param name="options">Seed; default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is unknown or <paramref name="images"/> is below 1.</exception>
    public ScenesSource(DataSplit split, int images, ScenesOptions? options = null)
        : base(SyntheticImages.CheckedCount(images, nameof(images)), Cifar10Images.Shape, SceneClasses.Names, Cifar10Images.Shape.PixelCount)
    {
        Split = split;
        Options = options ?? new ScenesOptions();
        _random = SyntheticImages.RandomOf("scenes", split, Options.Seed);
    }

    /// <summary>Names of the classes, in the order of the keys.</summary>
    public static IReadOnlyList<string> SceneNames => SceneClasses.Names;

    /// <summary>Which of the two independent draws this is.</summary>
    public DataSplit Split { get; }

    /// <summary>Seed.</summary>
    public ScenesOptions Options { get; }

    private protected override int Draw(long index, ImageRow row)
    {
        var draws = new RowDraws(_random, index);
        int label = draws.Below(ClassNames.Count);
        var brush = new SceneBrush(row.Canvas, Shape.Width);
        SceneBackground.Draw(row.Canvas, Shape.Width, brush, ref draws);
        SceneClasses.Draw(label, brush, ref draws);
        PixelNoise.Write(row.Canvas, draws.Between(0.01, 0.06), ref draws, row.Drawn);
        return label;
    }
}
