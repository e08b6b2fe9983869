using System.Text.Json.Serialization;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Options of a mask-learning stage: the function, given by its rows and output slots, and the learning itself.</summary>
public sealed record MaskStageOptions : MaskLearningOptions
{
    /// <summary>Rows of the function; <see langword="null"/> for all.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public RowFilter? Rows { get; init; }

    /// <summary>Output slots of the function, from 0; <see langword="null"/> for all.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public IReadOnlyList<int>? Slots { get; init => field = SlotList.Of(value); }

    /// <summary>Whether the mask is the control, learned on the full problem, which the others are compared with.</summary>
    /// <value>Default: <see cref="MaskRole.Function"/>.</value>
    public MaskRole Role { get; init; } = MaskRole.Function;

    /// <summary>
    /// Tells apart masks that are meant to be learned on the same rows and slots, 0 to 1,000,000. Without it such a pair is an error: it is the
    /// silent repeat of an experiment.
    /// </summary>
    /// <value>Default: 0.</value>
    public int Replicate { get; init => field = OptionRange.Check(value, 0, 1_000_000); }

    /// <summary>
    /// Name of the function that the mask is learned for; masks of one function are its replicates, whose overlap is the function's stability and no
    /// sharing. <see langword="null"/> for the mask's own name.
    /// </summary>
    /// <value>Default: <see langword="null"/>.</value>
    public string? Function { get; init => field = value is null ? null : WeightMask.CheckName(value); }

    /// <summary>
    /// Whether the mask is learned on freshly initialised weights of the same architecture instead of the trained ones: what does an untrained network give?
    /// The weights follow from the stage's seed and are not stored.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Reinitialise { get; init; }

    /// <summary>Where the mask of the output layer comes from; <see cref="OutputLayerMask.Control"/> needs a control earlier in the chain.</summary>
    /// <value>Default: <see cref="OutputLayerMask.Learned"/>.</value>
    public OutputLayerMask OutputLayer { get; init; } = OutputLayerMask.Learned;

    /// <summary>
    /// How weights are learned together with the mask, for a stage of <c>mlContext.Masks.LearnJointly</c>; <see langword="null"/> where weights are frozen.
    /// </summary>
    /// <value>Default: <see langword="null"/>.</value>
    public JointLearning? Joint { get; init; }

    /// <summary>Seed of masks and batches; <see langword="null"/> derives it from the context's seed and the mask's name.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public int? Seed { get; init; }

    /// <summary>Threads, 0 to 1,024; 0 chooses by the size of the work.</summary>
    /// <value>Default: 0.</value>
    [JsonIgnore]
    public int Threads { get; init => field = OptionRange.Check(value, 0, 1024); }

    /// <summary>Receives progress after every step.</summary>
    [JsonIgnore]
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>
    /// Where the stage continues from, and where it saves its state every few minutes, when it is cancelled and when it is done; <see langword="null"/>
    /// for nowhere. A continued stage ends like one that was never stopped, bit for bit; a checkpoint of other work is refused.
    /// </summary>
    /// <value>Default: <see langword="null"/>.</value>
    [JsonIgnore]
    public ICheckpoint? Checkpoint { get; init; }

    /// <summary>Stops the stage between two steps with an <see cref="OperationCanceledException"/>.</summary>
    [JsonIgnore]
    public CancellationToken Cancellation { get; init; }

    /// <summary>The role of the mask in a set of masks.</summary>
    internal MaskRole SetRole => Reinitialise ? MaskRole.Reinitialised : Role;

    /// <summary>Checks what no single option can: that the batch splits evenly, that the role is one that a stage can have, and that it has the output layer's mask.</summary>
    /// <exception cref="ArgumentException">BatchSize is no multiple of SampleCount, or the role does not fit.</exception>
    internal void ValidateStage()
    {
        Validate();
        if (Role is not (MaskRole.Function or MaskRole.Control))
        {
            throw new ArgumentException($"Role is {Role}; a stage learns the mask of a Function or the Control. For a mask on fresh weights set Reinitialise.");
        }

        if (!Enum.IsDefined(OutputLayer))
        {
            throw new ArgumentException($"OutputLayer is {OutputLayer}; use Learned or Control.");
        }

        if (OutputLayer == OutputLayerMask.Control && (Role == MaskRole.Control || Reinitialise))
        {
            throw new ArgumentException(Role == MaskRole.Control
                ? "OutputLayer is Control and so is Role: the control cannot take its output layer over from itself. Leave OutputLayer at Learned."
                : "OutputLayer is Control and Reinitialise is set: the control's mask is about other weights than re-initialised ones. Leave OutputLayer at Learned.");
        }

        if (Joint is not null && (Reinitialise || Role == MaskRole.Control || Precision == Precision.BFloat16))
        {
            throw new ArgumentException(
                $"Joint is set together with {(Reinitialise ? "Reinitialise" : Role == MaskRole.Control ? "the role Control" : "Precision BFloat16")}: weights that are learned with their mask begin anew by themselves, belong to a function, and need single precision. Leave that option out.");
        }

        if (Reinitialise && Role == MaskRole.Control)
        {
            throw new ArgumentException("Role is Control and Reinitialise is set: other masks are compared with the control, which must be learned on the network itself. Use the role Function.");
        }
    }
}
