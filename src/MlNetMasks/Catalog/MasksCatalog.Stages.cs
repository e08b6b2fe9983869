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
        return options?.Joint is null
            ? new MaskEstimator(this, name, options ?? new MaskStageOptions())
            : throw new ArgumentException($"The options of mask '{name}' have Joint set, but Learn leaves weights as they are; use LearnJointly, or leave Joint null.", nameof(options));
    }

    /// <summary>Makes a network that nobody has trained: <see cref="LearnJointly"/> stages behind it learn its weights together with their masks.</summary>
    /// <param name="network">The architecture; every parameter maskable, for example <c>MaskBiases = true</c>.</param>
    /// <param name="problem">What is learned; by default a classification of <c>Features</c> into <c>Label</c>.</param>
    /// <param name="seed">Seed of the random weights; by default derived from the context's seed.</param>
    /// <returns>The stage.</returns>
    public InitialiseEstimator Initialise(NetworkSpec network, Problem? problem = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new InitialiseEstimator(this, network, new PretrainStageOptions { Problem = problem ?? new PretrainStageOptions().Problem, StepCount = 0, Seed = seed });
    }

    /// <summary>
    /// Learns weights and mask of one function together, after those of the stages before it (paper, section 3: permuted MNIST). Weights that earlier masks keep stay as they
    /// are, bit by bit; all others begin anew, and so does the first layer, of which every function has its own.
    /// </summary>
    /// <param name="name">Name of the mask and prefix of its columns, as for <see cref="Learn"/>.</param>
    /// <param name="options">The function and how it is learned; by default all rows and all outputs, with <see cref="MaskStageOptions.Joint"/> at its defaults.</param>
    /// <returns>The stage, to be appended behind <see cref="Initialise"/> or another stage of this kind; it answers with its own weights whatever is learned later.</returns>
    /// <exception cref="ArgumentException">The name is not a mask's name, the batch does not split into the samples, or another option does not go with learning weights.</exception>
    public MaskEstimator LearnJointly(string name, MaskStageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        options ??= new MaskStageOptions();
        return new MaskEstimator(this, name, options with { Joint = options.Joint ?? new JointLearning() });
    }

    /// <summary>
    /// Copies the input and output weights of one output slot over those of another (paper, section 3: copied input and output weights), so that both
    /// slots speak to the layers between in the same way.
    /// </summary>
    /// <param name="from">Output slot whose weights are copied, from 0.</param>
    /// <param name="to">Output slot whose weights are replaced, from 0.</param>
    /// <returns>The stage, to be appended between <see cref="Pretrain"/> and the first <see cref="Learn"/>.</returns>
    /// <exception cref="ArgumentException">Both are the same slot.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A slot is negative.</exception>
    public CopySlotEstimator CopySlot(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(to);
        return from != to
            ? new CopySlotEstimator(this, from, to)
            : throw new ArgumentException($"The slots to copy from and to are both {from}; name two different ones.", nameof(to));
    }
}
