using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A two-dimensional convolution whose filters may be bound as several mask samples at once. The groups of a batch stand side by side as channels, see
/// <see cref="ImageGroups"/>, so that all samples are one grouped convolution.
/// </summary>
/// <remarks>
/// Measured, four samples, forward and backward, best of seven calls in milliseconds on a machine that was busy with other work, so only large differences count
/// (plain convolution of the whole batch, grouped, one after another, as products of unfolded images): 3 to 32 channels of 32 x 32, batch 128: 13, 34, 22, 22;
/// 32 to 64 of 16 x 16: 38, 32, 53, 109; 128 to 256 of 4 x 4: 17, 19, 20, 159; 16 to 16 of 32 x 32, batch 256: 50, 51, 67, 264; 64 to 64 of 8 x 8: 30, 27, 37,
/// 196. Grouped costs about what the plain one does, unless a group has only a few channels.
/// <para>
/// With libtorch 2.10 on the CPU, two threads that convolved at the same time got NaN gradients, and for 24 to 16 channels NaN results, from finite numbers in 1 of
/// 3,000 to 1 of 20 calls, where channels were no multiples of 16 (seen for 4 to 6, 3 to 5, 8 to 8, 16 to 6, 8 and 24; not for 16 to 16 and 32 to 16). Why is not
/// known. Zeros fill the channels up to a multiple of 16 here. The few channels of raw images, which no gradient goes back to, showed no such fault and are left alone.
/// </para>
/// </remarks>
/// <param name="weight">Filters, [out, in, size, size].</param>
/// <param name="bias">Bias, [out], or none.</param>
/// <param name="options">Stride and padding.</param>
public sealed class MaskedConvolution(Parameter weight, Parameter? bias, ConvolutionOptions options)
{
    private const int BlockLength = 16;

    /// <summary>Most channels of a raw image.</summary>
    private const int MostColours = 4;

    private readonly long[] _stride = [options.Stride, options.Stride];
    private readonly long[] _padding = [options.Padding, options.Padding];
    private readonly long[] _dilation = [1, 1];
    private readonly int _inputs = weight.Shape[1];
    private readonly int _outputs = weight.Shape[0];

    /// <summary>Applies the layer.</summary>
    /// <param name="input"><c>[batch / groups, groups x in, height, width]</c></param>
    /// <returns><c>[batch / groups, groups x out, height, width]</c></returns>
    public Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var groups = input.size(1) / _inputs;
        var filters = ImageGroups.Channels(weight.Value, groups); // [groups x out, in, size, size]
        var biases = bias is null ? null : ImageGroups.Channels(bias.Value, groups);
        if (MissingIn(_inputs) == 0 && MissingIn(_outputs) == 0)
        {
            return Convolve(input, filters, biases, groups);
        }

        if (groups == 1)
        {
            return ConvolveFilled(input, filters, biases);
        }

        var (inputs, parts, offsets) = (input.chunk(groups, 1), filters.chunk(groups), biases?.chunk(groups));
        return cat([.. inputs.Select((part, group) => ConvolveFilled(part, parts[group], offsets?[group]))], 1);
    }

    private static int MissingIn(int channels) => (BlockLength - (channels % BlockLength)) % BlockLength;

    private Tensor Convolve(Tensor input, Tensor filters, Tensor? biases, long groups) =>
        nn.functional.conv2d(input, filters, biases, _stride, _padding, _dilation, groups);

    /// <summary>A convolution of one group with zeros up to whole blocks of channels.</summary>
    private Tensor ConvolveFilled(Tensor input, Tensor filters, Tensor? biases)
    {
        var missingInputs = _inputs <= MostColours && !input.requires_grad ? 0 : MissingIn(_inputs);
        var missingOutputs = MissingIn(_outputs);
        if (missingInputs == 0 && missingOutputs == 0)
        {
            return Convolve(input, filters, biases, 1);
        }

        var result = Convolve(
            nn.functional.pad(input, [0, 0, 0, 0, 0, missingInputs]),
            nn.functional.pad(filters, [0, 0, 0, 0, 0, missingInputs, 0, missingOutputs]),
            biases is null ? null : nn.functional.pad(biases, [0, missingOutputs]),
            1);
        return result.narrow(1, 0, _outputs);
    }
}
