using System.Text.Json.Serialization;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>Options of a pretraining stage: what is learned, from which rows, and the training itself.</summary>
public sealed record PretrainStageOptions : PretrainOptions
{
    /// <summary>How columns become inputs, loss and answers.</summary>
    /// <value>Default: a classification of <c>Features</c> into <c>Label</c>.</value>
    public Problem Problem { get; init; } = new ClassificationProblem();

    /// <summary>Rows to train on; <see langword="null"/> for all.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public RowFilter? Rows { get; init; }

    /// <summary>Output slots that the loss counts, from 0; <see langword="null"/> for all.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public IReadOnlyList<int>? Slots { get; init => field = SlotList.Of(value); }

    /// <summary>Seed of weights and batches; <see langword="null"/> derives it from the context's seed and the stage's name.</summary>
    /// <value>Default: <see langword="null"/>.</value>
    public int? Seed { get; init; }

    /// <summary>
    /// A safetensors file with the network's parameter names to start from instead of random weights; with a <see cref="PretrainOptions.StepCount"/> of 0
    /// the stage only wraps them.
    /// </summary>
    /// <value>Default: <see langword="null"/>.</value>
    public string? InitialWeightsPath { get; init; }

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

    /// <summary>Whether the network stays random, as that of <c>mlContext.Masks.Initialise</c>.</summary>
    [JsonIgnore]
    internal bool IsUnlearned => StepCount == 0 && InitialWeightsPath is null;
}
