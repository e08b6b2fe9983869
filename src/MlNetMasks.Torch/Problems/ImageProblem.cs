namespace MlNetMasks.Torch;

/// <summary>
/// Pictures in, one class out (paper, section 3.4): MNIST, CIFAR-10. A picture is a vector of bytes, plane by plane: channel, then row, then column. The
/// network sees (byte / 255 - mean) / deviation, mean and deviation per channel. Loss: cross-entropy, mean over the batch. Confusion: true class by answered class.
/// </summary>
/// <remarks>The defaults are those of MNIST; <see cref="Cifar10"/> has those of CIFAR-10.</remarks>
/// <param name="ImageColumn">Byte-vector column of the pictures.</param>
/// <param name="LabelColumn">Column of the class, a key.</param>
public sealed record ImageProblem(string ImageColumn = "Image", string LabelColumn = "Label") : Problem
{
    /// <summary>Pictures of one channel, normalised as usual for MNIST: mean 0.1307, deviation 0.3081.</summary>
    public static ImageProblem Mnist { get; } = new();

    /// <summary>Pictures of three channels, normalised as usual for CIFAR-10: means 0.4914, 0.4822, 0.4465; deviations 0.2470, 0.2435, 0.2616.</summary>
    public static ImageProblem Cifar10 { get; } = new() { ChannelMeans = [0.4914, 0.4822, 0.4465], ChannelDeviations = [0.2470, 0.2435, 0.2616] };

    /// <summary>Mean of each channel, in units of the full brightness 255; each -10 to 10. Their number is the number of channels, 1 to 1,024.</summary>
    /// <value>Default: 0.1307.</value>
    public IReadOnlyList<double> ChannelMeans { get; init => field = Checked(value, -10, nameof(ChannelMeans)); } = [0.1307];

    /// <summary>Standard deviation of each channel, in units of the full brightness 255; each 0.000001 to 10, one per channel.</summary>
    /// <value>Default: 0.3081.</value>
    public IReadOnlyList<double> ChannelDeviations { get; init => field = Checked(value, 1e-6, nameof(ChannelDeviations)); } = [0.3081];

    /// <summary>Rows of a picture, 0 to 4,096; 0 means that pictures are square.</summary>
    /// <value>Default: 0.</value>
    public int Height { get; init => field = OptionRange.Check(value, 0, 4096); }

    /// <inheritdoc/>
    public override IReadOnlyList<ProblemColumn> Columns =>
    [
        new(ImageColumn, ColumnKind.Bytes, ColumnPurpose.Input),
        new(LabelColumn, ColumnKind.Key, ColumnPurpose.Target),
    ];

    /// <inheritdoc/>
    public override string AnswerColumn => "PredictedLabel";

    /// <inheritdoc/>
    public override ColumnKind AnswerKind => ColumnKind.Key;

    /// <inheritdoc/>
    public override BoundProblem Bind(IReadOnlyDictionary<string, ColumnSize> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (ChannelMeans.Count != ChannelDeviations.Count)
        {
            throw new ArgumentException($"There are {ChannelMeans.Count} channel means and {ChannelDeviations.Count} channel deviations; give one of each per channel.", nameof(sizes));
        }

        var names = sizes[LabelColumn].KeyNames;
        return names.Count < 2
            ? throw new ArgumentException($"Column '{LabelColumn}' is a key of {names.Count} values; a classification needs at least 2 classes.", nameof(sizes))
            : new BoundImageProblem(this, ShapeOf(sizes[ImageColumn].Width), names);
    }

    /// <summary>Compares columns, sizes and normalisation.</summary>
    /// <param name="other">The problem to compare with.</param>
    /// <returns>Whether both read the same pictures in the same way.</returns>
    public bool Equals(ImageProblem? other) => other is not null && (ImageColumn, LabelColumn, Height) == (other.ImageColumn, other.LabelColumn, other.Height)
        && ChannelMeans.SequenceEqual(other.ChannelMeans) && ChannelDeviations.SequenceEqual(other.ChannelDeviations);

    /// <inheritdoc/>
    public override int GetHashCode() => ChannelMeans.Concat(ChannelDeviations).Aggregate(HashCode.Combine(ImageColumn, LabelColumn, Height), HashCode.Combine);

    private static double[] Checked(IReadOnlyList<double> values, double minimum, string option)
    {
        ArgumentNullException.ThrowIfNull(values, option);
        const int mostChannels = 1024;
        return values.Count is >= 1 and <= mostChannels
            ? [.. values.Select(value => OptionRange.Check(value, minimum, 10.0, option))]
            : throw new ArgumentException($"{option} has {values.Count} values; give one per channel, 1 to {mostChannels}.", option);
    }

    private ImageShape ShapeOf(int valueCount)
    {
        var channels = ChannelMeans.Count;
        var pixels = valueCount / channels;
        var height = Height > 0 ? Height : (int)Math.Round(Math.Sqrt(pixels));
        return height > 0 && (long)channels * height * (pixels / height) == valueCount && (Height > 0 || height * height == pixels)
            ? new ImageShape(channels, height, pixels / height)
            : throw new ArgumentException(
                $"Column '{ImageColumn}' has {valueCount} values per row, which are no {(Height > 0 ? $"pictures of {Height} rows" : "square pictures")} of {channels} channels. Give ChannelMeans and ChannelDeviations one value per channel, and Height where pictures are not square.");
    }
}
