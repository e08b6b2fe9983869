namespace MlNetMasks;

/// <summary>The run that results belong to.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Variant">Variant of the experiment.</param>
/// <param name="Seed">Root seed.</param>
public sealed record ResultLabels(string Experiment, string Variant, int Seed)
{
    /// <summary>Labels for work outside any experiment.</summary>
    public static ResultLabels None { get; } = new("", "default", 0);
}
