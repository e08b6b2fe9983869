using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A basic block of a residual network (He et al. 2016): y = relu(norm(conv(relu(norm(conv(x))))) + shortcut(x)), convolutions of 3 x 3 without bias. Where the
/// block changes the size, the shortcut is a convolution of 1 x 1 with normalisation (option B of He et al.), else the input itself.
/// </summary>
internal sealed class ResidualBlock
{
    private static readonly Scalar One = 1; // kept alive, see the remarks on NetworkModule

    private readonly MaskedConvolution _first;
    private readonly MaskedBatchNorm _firstNorm;
    private readonly MaskedConvolution _second;
    private readonly MaskedBatchNorm _secondNorm;
    private readonly MaskedConvolution? _shortcut;
    private readonly MaskedBatchNorm? _shortcutNorm;

    /// <summary>Declares the block's parameters.</summary>
    /// <param name="builder">Declares.</param>
    /// <param name="name">Name of the block.</param>
    /// <param name="image">What the block sees.</param>
    /// <param name="outputs">Channels of its result.</param>
    /// <param name="stride">Pixels per step of its first convolution.</param>
    /// <param name="maskOffsets">Whether offsets of normalisation are masked.</param>
    public ResidualBlock(NetworkBuilder builder, string name, ImageShape image, int outputs, int stride, bool maskOffsets)
    {
        var options = ResidualNetwork.ConvolutionOf(image.ChannelCount, size: 3) with { Stride = stride };
        Result = options.OutputOf(image, outputs);
        _first = builder.Convolution($"{name}.layers.0", image, outputs, options);
        _firstNorm = builder.BatchNorm($"{name}.layers.1", outputs, maskOffsets);
        _second = builder.Convolution($"{name}.layers.3", Result, outputs, ResidualNetwork.ConvolutionOf(outputs, size: 3));
        _secondNorm = builder.BatchNorm($"{name}.layers.4", outputs, maskOffsets);
        if (stride != 1 || outputs != image.ChannelCount)
        {
            _shortcut = builder.Convolution($"{name}.shortcut.0", image, outputs, ResidualNetwork.ConvolutionOf(image.ChannelCount, size: 1) with { Stride = stride });
            _shortcutNorm = builder.BatchNorm($"{name}.shortcut.1", outputs, maskOffsets);
        }
    }

    /// <summary>Size of the result.</summary>
    public ImageShape Result { get; }

    /// <summary>Applies the block.</summary>
    /// <param name="input"><c>[batch / groups, groups x in, height, width]</c></param>
    /// <param name="pass">Says whose statistics count.</param>
    /// <returns><c>[batch / groups, groups x out, height, width]</c></returns>
    public Tensor Forward(Tensor input, ForwardPass pass)
    {
        var hidden = _firstNorm.Forward(_first.Forward(input), pass).relu_();
        var result = _secondNorm.Forward(_second.Forward(hidden), pass);
        var shortcut = _shortcut is null ? input : _shortcutNorm!.Forward(_shortcut.Forward(input), pass);
        return result.add_(shortcut, One).relu_();
    }
}
