namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>One key of a section.</summary>
/// <param name="Name">Name in snake case.</param>
/// <param name="Value">What it may hold.</param>
/// <param name="Description">One plain sentence for editors and help.</param>
public sealed record KeySpec(string Name, ValueSpec Value, string Description)
{
    /// <summary>Whether the key must be given (default: no).</summary>
    public bool IsRequired { get; init; }

    /// <summary>The value of a key that is not given, as YAML text; <see langword="null"/> (the default) leaves it absent.</summary>
    public string? Default { get; init; }
}
