namespace MlNetMasks.Experiments.Running;

/// <summary>What surrounds a run.</summary>
public sealed record RunOptions
{
    /// <summary>Folder of all runs.</summary>
    /// <value>Default: <c>runs</c>.</value>
    public string OutputRoot { get; init; } = "runs";

    /// <summary>Whether a finished run with another configuration may be replaced.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Overwrite { get; init; }

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

    /// <summary>Stops the run; nothing of it is left behind.</summary>
    public CancellationToken Cancellation { get; init; }
}
