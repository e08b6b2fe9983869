using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A feed-forward network: linear layers with ReLU between them and none after the last (paper, appendix A). It has no memory: an example of several
/// frames is several passes, each on its own, under the same mask sample.
/// </summary>
/// <param name="HiddenSizes">Units of each hidden layer; may be empty for a linear model. Each size is 1 to 65,536.</param>
public sealed record FeedForwardNetwork(IReadOnlyList<int> HiddenSizes) : NetworkSpec
{
    /// <summary>Units of each hidden layer.</summary>
    public IReadOnlyList<int> HiddenSizes { get; } = Validate(HiddenSizes);

    /// <summary>Whether biases are masked too; the paper does so for permuted MNIST.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool MaskBiases { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape needs a memory: its answers depend on more than the frame before them.</exception>
    public override NetworkModule Build(NetworkBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Shape.RequireFixedSize("A feed-forward network");
        if (builder.Shape.InputFrameCount != builder.Shape.AnswerCount)
        {
            throw new ArgumentException(
                $"A feed-forward network has no memory: it gives one answer to each frame it sees, but the problem asks for more{builder.Shape.FrameWords}. Use a recurrent network, or a problem that reads an answer after each different frame.",
                nameof(builder));
        }

        int[] sizes = [builder.Shape.InputSize, .. HiddenSizes, builder.Shape.OutputSize];
        var layers = new MaskedLinear[sizes.Length - 1];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = builder.Linear($"layers.{i}", sizes[i], sizes[i + 1], MaskBiases);
        }

        return new Module(layers, builder.Shape);
    }

    /// <summary>Compares sizes and options.</summary>
    /// <param name="other">The specification to compare with.</param>
    /// <returns>Whether both describe the same network.</returns>
    public bool Equals(FeedForwardNetwork? other) => other is not null && MaskBiases == other.MaskBiases && HiddenSizes.SequenceEqual(other.HiddenSizes);

    /// <inheritdoc/>
    public override int GetHashCode() => HiddenSizes.Aggregate(MaskBiases ? 1 : 0, HashCode.Combine);

    private static int[] Validate(IReadOnlyList<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        const int mostLayers = 64;
        if (sizes.Count > mostLayers)
        {
            throw new ArgumentOutOfRangeException(nameof(sizes), $"HiddenSizes has {sizes.Count} layers; at most {mostLayers} are supported.");
        }

        if (sizes.Any(size => size is < 1 or > 65_536))
        {
            throw new ArgumentOutOfRangeException(nameof(sizes), $"HiddenSizes is [{string.Join(", ", sizes)}]; each hidden layer takes 1 to 65,536 units.");
        }

        return [.. sizes];
    }

    private sealed class Module(MaskedLinear[] layers, NetworkShape shape) : NetworkModule
    {
        public override Tensor Forward(Tensor input)
        {
            ArgumentNullException.ThrowIfNull(input);
            var frames = shape.InputFrameCount;
            var x = frames == 1 ? input : input.reshape(input.size(0), input.size(1) * frames, shape.InputSize); // [groups, rows x frames, in]
            for (var i = 0; i < layers.Length; i++)
            {
                x = layers[i].Forward(x);
                if (i < layers.Length - 1)
                {
                    x = x.relu();
                }
            }

            return frames == 1 ? x : x.reshape(input.size(0), input.size(1), frames * shape.OutputSize);
        }
    }
}
