namespace MlNetMasks.Data;

/// <summary>Colour photographs of CIFAR-10: 3 x 32 x 32 values, first all red, then green, then blue, and the class, in the order of the files.</summary>
public sealed class Cifar10Source : ImageDataView
{
    private readonly ImageTable _table;
    private readonly int[] _images;

    /// <summary>Creates the source.</summary>
    /// <param name="images">The pictures; shared, not copied.</param>
    /// <param name="split">Which of them to read.</param>
    /// <param name="options">Held-out share, number of images and seed; default all training images for training.</param>
    /// <exception cref="ArgumentException">The split has no image.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is unknown.</exception>
    public Cifar10Source(Cifar10Images images, ImageSplit split, Cifar10Options? options = null)
        : this(images ?? throw new ArgumentNullException(nameof(images)), split, options ?? new Cifar10Options(), Select(images, split, options ?? new Cifar10Options()))
    {
    }

    private Cifar10Source(Cifar10Images images, ImageSplit split, Cifar10Options options, int[] selected)
        : base(selected.Length, Cifar10Images.Shape, Cifar10Images.ClassNames, canvasSize: 0)
    {
        _table = split == ImageSplit.Test ? images.Test : images.Train;
        _images = selected;
        Split = split;
        Options = options;
    }

    /// <summary>Which images these are.</summary>
    public ImageSplit Split { get; }

    /// <summary>Held-out share, number of images and seed.</summary>
    public Cifar10Options Options { get; }

    private protected override int Draw(long index, ImageRow row)
    {
        int image = _images[index];
        _table.Image(image).CopyTo(row.Drawn);
        return _table.Labels[image];
    }

    private static int[] Select(Cifar10Images images, ImageSplit split, Cifar10Options options) => ImageSelection.Of(
        split, images.TrainCount, images.TestCount, options.ValidationShare, options.Images, new CounterRandom(options.Seed, "cifar10/images"));
}
