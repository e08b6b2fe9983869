namespace MlNetMasks.Experiments.Running;

/// <summary>What surrounds a run.</summary>
public sealed record RunOptions
{
    /// <summary>Folder of all runs.</summary>
    /// <value>Default: <c>runs</c>.</value>
    public string OutputRoot { get; init; } = "runs";

    /// <summary>Whether a finished run with another configuration may be replaced, and an interrupted run discarded.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Overwrite { get; init; }

    /// <summary>
    /// Whether to continue a run that was interrupted. A run that was not begun yet is begun, and one that is finished with the same configuration is kept as it is.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Resume { get; init; }

    /// <summary>
    /// Time between two checkpoints of a training stage, above 0; another one is made at the end of each stage and when the run is cancelled.
    /// <see langword="null"/> makes none, so that an interrupted run cannot be continued.
    /// </summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan? CheckpointInterval
    {
        get;
        init => field = value is null || value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "CheckpointInterval must be above 0; null makes no checkpoints.");
    } = TimeSpan.FromMinutes(5);

    /// <summary>The pretraining that this run shares with others; needs checkpoints.</summary>
    /// <value>Default: <see langword="null"/>, the run shares nothing.</value>
    public SharedPretraining? SharedPretraining { get; init; }

    /// <summary>Threads; 0 chooses by the size of the work.</summary>
    /// <value>Default: 0.</value>
    public int Threads { get; init; }

    /// <summary>Whether <see cref="ExperimentRunner.Check"/> has passed for the same plan and seed, so that the run need not check again.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool IsChecked { get; init; }

    /// <summary>Receives progress; called on the thread of the run.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Stops the run between two steps; what it needs to be continued is kept.</summary>
    public CancellationToken Cancellation { get; init; }
}
