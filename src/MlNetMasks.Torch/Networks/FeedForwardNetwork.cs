using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A feed-forward network: linear layers with ReLU between them and none after the last (paper, appendix A).</summary>
/// <param name="HiddenSizes">Units of each hidden layer; may be empty for a linear model. Each size is 1 to 65,536.</param>
public sealed record FeedForwardNetwork(IReadOnlyList<int> HiddenSizes) : NetworkSpec
{
    /// <summary>Units of each hidden layer.</summary>
    public IReadOnlyList<int> HiddenSizes { get; } = Validate(HiddenSizes);

    /// <summary>Whether biases are masked too; the paper does so for permuted MNIST.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool MaskBiases { get; init; }

    /// <inheritdoc/>
    public override NetworkModule Build(NetworkBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        int[] sizes = [builder.Shape.InputSize, .. HiddenSizes, builder.Shape.OutputSize];
        var layers = new MaskedLinear[sizes.Length - 1];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = builder.Linear($"layers.{i}", sizes[i], sizes[i + 1], MaskBiases);
        }

        return new Module(layers);
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

    private sealed class Module(MaskedLinear[] layers) : NetworkModule
    {
        public override Tensor Forward(Tensor input)
        {
            var x = input;
            for (var i = 0; i < layers.Length; i++)
            {
                x = layers[i].Forward(x);
                if (i < layers.Length - 1)
                {
                    x = x.relu();
                }
            }

            return x;
        }
    }
}
