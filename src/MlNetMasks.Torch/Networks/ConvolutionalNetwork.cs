using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// The paper's network for CIFAR-10 (appendix A): convolutions of 3 x 3 with ReLU, the larger of every 2 x 2 pixels between them, the mean over all pixels and
/// a linear layer.
/// </summary>
/// <param name="Channels">Filters of each convolution, 1 to 16 of them; each 1 to 1,024. The paper's are 32, 64, 128, 256.</param>
public sealed record ConvolutionalNetwork(IReadOnlyList<int> Channels) : NetworkSpec
{
    /// <summary>Filters of each convolution.</summary>
    public IReadOnlyList<int> Channels { get; } = Validate(Channels);

    /// <summary>
    /// Share of features that dropout removes behind each convolution and its ReLU, before pooling, while pretraining; each in [0, 1). Empty for none. The paper's are 0,
    /// 0, 0.25, 0.5.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<double> Dropout
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.Count == 0 || value.Count == Channels.Count
                ? [.. value.Select(share => OptionRange.Check(share, 0, Math.BitDecrement(1.0), nameof(Dropout)))]
                : throw new ArgumentException($"Dropout has {value.Count} shares for {Channels.Count} convolutions; give one per convolution, 0 for none, or no share at all.", nameof(Dropout));
        }
    } = [];

    /// <summary>Whether biases are masked too; the paper does so for images.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool MaskBiases { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The problem has no images, or they are too small for so many convolutions.</exception>
    public override NetworkModule Build(NetworkBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var image = builder.Shape.RequireImage("A convolutional network");
        if (Math.Min(image.Height, image.Width) >> (Channels.Count - 1) == 0)
        {
            throw new ArgumentException($"{Channels.Count} convolutions with pooling between them leave nothing of an image of {image.Height} x {image.Width}; choose fewer.", nameof(builder));
        }

        var options = new ConvolutionOptions { MasksBias = MaskBiases };
        var seen = image;
        var convolutions = new MaskedConvolution[Channels.Count];
        for (var i = 0; i < convolutions.Length; i++)
        {
            convolutions[i] = builder.Convolution($"convolutions.{i}", seen, Channels[i], options);
            seen = i + 1 < convolutions.Length ? new ImageShape(Channels[i], seen.Height / 2, seen.Width / 2) : seen;
        }

        return new Module(this, image, convolutions, builder.Linear("output", Channels[^1], builder.Shape.OutputSize, MaskBiases));
    }

    /// <summary>Compares sizes and options.</summary>
    /// <param name="other">The specification to compare with.</param>
    /// <returns>Whether both describe the same network.</returns>
    public bool Equals(ConvolutionalNetwork? other) =>
        other is not null && MaskBiases == other.MaskBiases && Channels.SequenceEqual(other.Channels) && Dropout.SequenceEqual(other.Dropout);

    /// <inheritdoc/>
    public override int GetHashCode() => Channels.Aggregate(Dropout.Aggregate(MaskBiases ? 1 : 0, HashCode.Combine), HashCode.Combine);

    private static int[] Validate(IReadOnlyList<int> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        return channels.Count is >= 1 and <= 16 && channels.All(count => count is >= 1 and <= 1024)
            ? [.. channels]
            : throw new ArgumentOutOfRangeException(nameof(channels), $"Channels is [{string.Join(", ", channels)}]; a network takes 1 to 16 convolutions of 1 to 1,024 filters each.");
    }

    private sealed class Module(ConvolutionalNetwork network, ImageShape image, MaskedConvolution[] convolutions, MaskedLinear output) : NetworkModule
    {
        public override Tensor Forward(Tensor input) => Forward(input, ForwardPass.Evaluation);

        public override Tensor Forward(Tensor input, ForwardPass pass)
        {
            var x = ImageGroups.SideBySide(input, image);
            for (var i = 0; i < convolutions.Length; i++)
            {
                x = convolutions[i].Forward(x).relu_();
                x = network.Dropout.Count > 0 ? pass.Dropout(x, network.Dropout[i], $"convolutions.{i}") : x;
                x = i + 1 < convolutions.Length ? nn.functional.max_pool2d(x, 2) : x;
            }

            return output.Forward(ImageGroups.MeanPool(x, network.Channels[^1]));
        }
    }
}
