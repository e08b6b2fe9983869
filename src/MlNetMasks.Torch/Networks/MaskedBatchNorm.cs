using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy 2015): y = gain (x - mean) / sqrt(variance + 1e-5) + offset per channel. Gain and offset may be bound as several mask
/// samples at once. While weights are pretrained, mean and variance are the batch's, and the running statistics move a tenth of the way towards them; while masks
/// are learned and in evaluation the running statistics are used and stay (paper, section 2).
/// </summary>
/// <param name="gain">Gain, [channels].</param>
/// <param name="offset">Offset, [channels].</param>
/// <param name="runningMean">Running mean, [channels].</param>
/// <param name="runningVariance">Running variance over n - 1 elements, [channels].</param>
public sealed class MaskedBatchNorm(Parameter gain, Parameter offset, Parameter runningMean, Parameter runningVariance)
{
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;

    private readonly int _channels = gain.Shape[0];

    /// <summary>Normalises each channel.</summary>
    /// <param name="input"><c>[batch / groups, groups x channels, height, width]</c></param>
    /// <param name="pass">Says whose statistics count.</param>
    /// <returns>As the input.</returns>
    /// <exception cref="InvalidOperationException">The batch's own statistics are wanted of several groups.</exception>
    public Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        var groups = input.size(1) / _channels;
        var (mean, variance) = (Statistic(runningMean, groups), Statistic(runningVariance, groups));
        if (pass.UsesBatchStatistics)
        {
            if (groups != 1)
            {
                throw new InvalidOperationException($"Batch normalisation takes statistics of a batch as a whole, but this one has {groups} groups; let the pass use running statistics.");
            }

            (mean, variance) = (mean.clone(), variance.clone()); // libtorch moves them in place; they count only when the step does
            pass.Move(runningMean, mean);
            pass.Move(runningVariance, variance);
        }

        return nn.functional.batch_norm(input, mean, variance, Affine(gain, groups, mean.dtype), Affine(offset, groups, mean.dtype), pass.UsesBatchStatistics, Momentum, Epsilon);
    }

    private static Tensor Statistic(Parameter statistic, long groups) => ImageGroups.Channels(statistic.Value, groups);

    /// <summary>Gain or offset in the format of the statistics, whatever that of the images.</summary>
    private static Tensor Affine(Parameter parameter, long groups, ScalarType format) => ImageGroups.Channels(parameter.Value, groups).to(format);
}
