namespace MlNetMasks.Data;

/// <summary>Handwritten digits of MNIST: 784 grey values (0 is background) and the digit, in the order of the files; on request with permuted pixels.</summary>
public sealed class MnistSource : ImageDataView
{
    private readonly ImageTable _table;
    private readonly int[] _images;

    /// <summary>Creates the source.</summary>
    /// <param name="images">The pictures; shared, not copied.</param>
    /// <param name="split">Which of them to read.</param>
    /// <param name="options">Held-out share, number of images, permutations and seed; default all training images for training, not permuted.</param>
    /// <exception cref="ArgumentException">The split has no image.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is unknown.</exception>
    public MnistSource(MnistImages images, ImageSplit split, MnistOptions? options = null)
        : this(images ?? throw new ArgumentNullException(nameof(images)), split, options ?? new MnistOptions(), Select(images, split, options ?? new MnistOptions()))
    {
    }

    private MnistSource(MnistImages images, ImageSplit split, MnistOptions options, int[] selected)
        : base(
            selected.Length,
            MnistImages.Shape,
            MnistImages.ClassNames,
            canvasSize: 0,
            PixelPermutation.All(MnistImages.Shape.PixelCount, options.Seed, options.Permutations))
    {
        _table = split == ImageSplit.Test ? images.Test : images.Train;
        _images = selected;
        Split = split;
        Options = options;
    }

    /// <summary>Which images these are.</summary>
    public ImageSplit Split { get; }

    /// <summary>Held-out share, number of images, permutations and seed.</summary>
    public MnistOptions Options { get; }

    private protected override int Draw(long index, ImageRow row)
    {
        int image = _images[index];
        _table.Image(image).CopyTo(row.Drawn);
        return _table.Labels[image];
    }

    private static int[] Select(MnistImages images, ImageSplit split, MnistOptions options) => ImageSelection.Of(
        split, images.TrainCount, images.TestCount, options.ValidationShare, options.Images, new CounterRandom(options.Seed, "mnist/images"));
}
