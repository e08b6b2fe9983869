namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>A pipeline file, or an override of it, cannot be used; carries every fault found in one go.</summary>
public sealed class PipelineFileException : Exception
{
    private const int MaximumShown = 20;

    /// <summary>Creates the exception from the faults found.</summary>
    /// <param name="errors">The faults, at least one, in the order of the file.</param>
    /// <exception cref="ArgumentException"><paramref name="errors"/> is empty.</exception>
    public PipelineFileException(IReadOnlyList<PipelineError> errors)
        : this(errors, null)
    {
    }

    internal PipelineFileException(SourcePlace place, string message, Exception? innerException = null)
        : this([new PipelineError(place, message)], innerException)
    {
    }

    private PipelineFileException(IReadOnlyList<PipelineError> errors, Exception? innerException)
        : base(Describe(errors), innerException)
    {
        Errors = [.. errors];
    }

    /// <summary>The faults, in the order of the file.</summary>
    public IReadOnlyList<PipelineError> Errors { get; }

    private static string Describe(IReadOnlyList<PipelineError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (errors.Count == 0)
        {
            throw new ArgumentException("errors is empty: an exception needs at least one fault.", nameof(errors));
        }

        var lines = errors.Take(MaximumShown).Select(error => error.ToString()).ToList();
        if (errors.Count > MaximumShown)
        {
            lines.Add($"... and {errors.Count - MaximumShown} more.");
        }

        return string.Join('\n', lines);
    }
}
