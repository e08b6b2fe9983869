using MlNetMasks.Torch;

namespace MlNetMasks;

/// <content>The stages of a chain.</content>
public sealed partial class MasksCatalog
{
    /// <summary>Trains a network on the full problem and freezes it.</summary>
    /// <param name="network">The architecture.</param>
    /// <param name="options">What is learned and how; by default a classification of <c>Features</c> into <c>Label</c>.</param>
    /// <returns>The stage; append <see cref="Learn"/> stages to it.</returns>
    /// <exception cref="ArgumentException">The options would keep random weights, or a delay lacks its slots or its steps.</exception>
    public PretrainEstimator Pretrain(NetworkSpec network, PretrainStageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new PretrainEstimator(this, network, options ?? new PretrainStageOptions());
    }

    /// <summary>Learns which weights of the frozen network upstream one function uses.</summary>
    /// <param name="name">Name of the mask and prefix of its columns: not blank, without <c>/</c> and control characters, and none of <c>pretrain</c>, <c>evaluate</c>, <c>analyze</c>.</param>
    /// <param name="options">The function and how its mask is learned; by default all rows and all outputs.</param>
    /// <returns>The stage, to be appended behind <see cref="Pretrain"/>.</returns>
    /// <exception cref="ArgumentException">The name is not a mask's name, or the batch does not split into the samples.</exception>
    public MaskEstimator Learn(string name, MaskStageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new MaskEstimator(this, name, options ?? new MaskStageOptions());
    }
}
