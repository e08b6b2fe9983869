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
}
