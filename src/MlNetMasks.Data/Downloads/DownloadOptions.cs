namespace MlNetMasks.Data;

/// <summary>Options of a <see cref="Downloader"/>.</summary>
public sealed record DownloadOptions
{
    /// <summary>How long a source may send nothing before it counts as stalled.</summary>
    /// <value>More than zero, at most a day; default 30 seconds.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public TimeSpan StallTimeout { get; init => field = InRange(value, TimeSpan.FromTicks(1), nameof(StallTimeout)); } = TimeSpan.FromSeconds(30);

    /// <summary>How often all sources of a file are tried in turn, counted anew after each mebibyte gained.</summary>
    /// <value>1 to 100; default 4.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int RoundCount { get; init => field = InRange(value, 1, nameof(RoundCount)); } = 4;

    /// <summary>Wait before the second round; each later one is twice as long, up to 32 times. A source that asks for a longer wait gets it, up to a minute.</summary>
    /// <value>Zero to a day; default 1 second.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public TimeSpan RetryDelay { get; init => field = InRange(value, TimeSpan.Zero, nameof(RetryDelay)); } = TimeSpan.FromSeconds(1);

    /// <summary>Most redirects that are followed from one address; 0 refuses all.</summary>
    /// <value>0 to 100; default 5.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int MaximumRedirects { get; init => field = InRange(value, 0, nameof(MaximumRedirects)); } = 5;

    /// <summary>Measures stalls and waits.</summary>
    /// <value>Default <see cref="TimeProvider.System"/>.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    private static int InRange(int value, int minimum, string name) => value >= minimum && value <= 100
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {minimum} to 100.");

    private static TimeSpan InRange(TimeSpan value, TimeSpan minimum, string name) => value >= minimum && value <= TimeSpan.FromDays(1)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {(minimum > TimeSpan.Zero ? "more than zero" : "zero or more")}, and at most a day.");
}
