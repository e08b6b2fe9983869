using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A residual network for small images (He et al. 2016, section 4.2; ResNet-110 in the paper, appendix A): a convolution, three stages of basic blocks, each after
/// the first with half the pixels and twice the channels, the mean over all pixels and a linear layer. Filters start normal with deviation sqrt(2 / inputs of a
/// unit) (He et al. 2015).
/// </summary>
/// <param name="Depth">Layers with weights on the longest way, 6 n + 2 with n basic blocks per stage: 8, 14, 20, ... up to 1,202.</param>
public sealed record ResidualNetwork(int Depth = 110) : NetworkSpec
{
    private const int StageCount = 3;

    /// <summary>Layers with weights on the longest way.</summary>
    public int Depth { get; } = Depth is >= 8 and <= 1202 && Depth % 6 == 2
        ? Depth
        : throw new ArgumentOutOfRangeException(nameof(Depth), Depth, "Depth is 6 n + 2 for n blocks per stage: 8, 14, 20, ... up to 1202; 110 is the paper's.");

    /// <summary>Channels of the first stage, 1 to 256.</summary>
    /// <value>Default: 16.</value>
    public int BaseWidth { get; init => field = OptionRange.Check(value, 1, 256); } = 16;

    /// <summary>Whether the bias of the linear layer and the offsets of normalisation are masked too; the paper does so for images.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool MaskBiases { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The problem has no images.</exception>
    public override NetworkModule Build(NetworkBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var image = builder.Shape.RequireImage("A residual network");
        var stem = builder.Convolution("stem.0", image, BaseWidth, ConvolutionOf(image.ChannelCount, size: 3));
        var stemNorm = builder.BatchNorm("stem.1", BaseWidth, MaskBiases);
        var seen = new ImageShape(BaseWidth, image.Height, image.Width);
        var perStage = (Depth - 2) / (2 * StageCount);
        var blocks = new ResidualBlock[StageCount * perStage];
        for (var i = 0; i < blocks.Length; i++)
        {
            var stage = i / perStage;
            var stride = stage > 0 && i % perStage == 0 ? 2 : 1;
            blocks[i] = new ResidualBlock(builder, $"blocks.{i}", seen, BaseWidth << stage, stride, MaskBiases);
            seen = blocks[i].Result;
        }

        return new Module(image, stem, stemNorm, blocks, seen.ChannelCount, builder.Linear("output", seen.ChannelCount, builder.Shape.OutputSize, MaskBiases));
    }

    /// <summary>A convolution without bias that keeps the size.</summary>
    internal static ConvolutionOptions ConvolutionOf(int inputs, int size) => new()
    {
        Size = size,
        Padding = size / 2,
        HasBias = false,
        Initializer = Initializer.Normal(Math.Sqrt(2.0 / (inputs * size * size))),
    };

    private sealed class Module(ImageShape image, MaskedConvolution stem, MaskedBatchNorm stemNorm, ResidualBlock[] blocks, int channels, MaskedLinear output) : NetworkModule
    {
        public override Tensor Forward(Tensor input) => Forward(input, ForwardPass.Evaluation);

        public override Tensor Forward(Tensor input, ForwardPass pass)
        {
            var x = stemNorm.Forward(stem.Forward(ImageGroups.SideBySide(input, image)), pass).relu_();
            foreach (var block in blocks)
            {
                x = block.Forward(x, pass);
            }

            return output.Forward(ImageGroups.MeanPool(x, channels));
        }
    }
}
