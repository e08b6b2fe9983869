namespace MlNetMasks.Torch;

/// <summary>What surrounds a training stage: its name, its randomness, and the outside world.</summary>
public sealed record TrainingContext
{
    /// <summary>Name of the stage, for messages and progress.</summary>
    public required string Stage { get; init; }

    /// <summary>Key of the stage's random streams.</summary>
    public required ulong Key { get; init; }

    /// <summary>Output slots that the loss counts; <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? Slots { get; init; }

    /// <summary>
    /// Threads of the stage, 0 to 1024; 0 chooses by the size of the work. The masks drawn never depend on it; sums inside matrix products may,
    /// so only the same seed, machine and thread count give the same result bit by bit.
    /// </summary>
    /// <value>Default: 0.</value>
    public int Threads { get; init => field = OptionRange.Check(value, 0, ThreadChoice.Maximum); }

    /// <summary>Receives progress after every step; may be <see langword="null"/>.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where the stage continues from, and where it saves its state; <see langword="null"/> for nowhere.</summary>
    public ICheckpoint? Checkpoint { get; init; }

    /// <summary>Stops the stage between two steps; where there is a <see cref="Checkpoint"/>, its state is saved before.</summary>
    public CancellationToken Cancellation { get; init; }
}
