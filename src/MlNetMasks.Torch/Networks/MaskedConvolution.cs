using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A two-dimensional convolution whose filters may be bound as several mask samples at once. The groups of a batch stand side by side as channels, see
/// <see cref="ImageGroups"/>, so that all samples are one grouped convolution.
/// </summary>
/// <remarks>
/// Measured, four samples, forward and backward, in milliseconds (plain convolution of the whole batch, grouped, one after another, as products of unfolded
/// images): 3 to 32 channels of 32 x 32, batch 128: 13, 34, 22, 22; 32 to 64 of 16 x 16: 38, 32, 53, 109; 128 to 256 of 4 x 4: 17, 19, 20, 159; 16 to 16 of
/// 32 x 32, batch 256: 50, 51, 67, 264; 64 to 64 of 8 x 8: 30, 27, 37, 196. Grouped costs what the plain one does, unless a group has only a few channels.
/// </remarks>
/// <param name="weight">Filters, [out, in, size, size].</param>
/// <param name="bias">Bias, [out], or none.</param>
/// <param name="options">Stride and padding.</param>
public sealed class MaskedConvolution(Parameter weight, Parameter? bias, ConvolutionOptions options)
{
    /// <summary>Channels per group from which libtorch's grouped convolution is as fast as its plain one.</summary>
    private const int FewestGroupedChannels = 8;

    private readonly long[] _stride = [options.Stride, options.Stride];
    private readonly long[] _padding = [options.Padding, options.Padding];
    private readonly long[] _dilation = [1, 1];
    private readonly int _inputs = weight.Shape[1];

    /// <summary>Applies the layer.</summary>
    /// <param name="input"><c>[batch / groups, groups x in, height, width]</c></param>
    /// <returns><c>[batch / groups, groups x out, height, width]</c></returns>
    public Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var groups = input.size(1) / _inputs;
        var filters = ImageGroups.Channels(weight.Value, groups); // [groups x out, in, size, size]
        var biases = bias is null ? null : ImageGroups.Channels(bias.Value, groups);
        if (groups == 1 || _inputs >= FewestGroupedChannels)
        {
            return nn.functional.conv2d(input, filters, biases, _stride, _padding, _dilation, groups);
        }

        var (inputs, parts, offsets) = (input.chunk(groups, 1), filters.chunk(groups), biases?.chunk(groups));
        return cat([.. inputs.Select((part, group) => nn.functional.conv2d(part, parts[group], offsets?[group], _stride, _padding, _dilation, 1))], 1);
    }
}
