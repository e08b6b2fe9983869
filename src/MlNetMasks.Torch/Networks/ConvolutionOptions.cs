namespace MlNetMasks.Torch;

/// <summary>The geometry of a convolution and its bias.</summary>
public sealed record ConvolutionOptions
{
    /// <summary>Rows and columns of a filter, 1 to 64.</summary>
    /// <value>Default: 3.</value>
    public int Size { get; init => field = OptionRange.Check(value, 1, 64); } = 3;

    /// <summary>Pixels from one place of the filter to the next, 1 to 64.</summary>
    /// <value>Default: 1.</value>
    public int Stride { get; init => field = OptionRange.Check(value, 1, 64); } = 1;

    /// <summary>Zeros around the image on each side, 0 to 64.</summary>
    /// <value>Default: 1.</value>
    public int Padding { get; init => field = OptionRange.Check(value, 0, 64); } = 1;

    /// <summary>Whether each output channel has a bias.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool HasBias { get; init; } = true;

    /// <summary>Whether the bias is masked; the paper does so for images.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool MasksBias { get; init; }

    /// <summary>How the filters start; <see langword="null"/> for libtorch's rule.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public Initializer? Initializer { get; init; }

    /// <summary>The image that a convolution makes of another.</summary>
    /// <param name="image">The image it sees.</param>
    /// <param name="outputs">Number of filters, at least 1.</param>
    /// <returns>Channels, rows and columns of the result.</returns>
    /// <exception cref="ArgumentException">The filter is larger than the image with its border, or there is no filter.</exception>
    public ImageShape OutputOf(ImageShape image, int outputs)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (height, width) = (image.Height + (2 * Padding) - Size, image.Width + (2 * Padding) - Size);
        return height >= 0 && width >= 0
            ? new ImageShape(outputs, (height / Stride) + 1, (width / Stride) + 1)
            : throw new ArgumentException($"A filter of {Size} x {Size} does not fit into an image of {image.Height} x {image.Width} with a border of {Padding}; choose fewer layers, or larger images.", nameof(image));
    }
}
