using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>Finds the known name that a mistyped one most likely meant.</summary>
public static class NearestName
{
    /// <inheritdoc cref="SimilarName.Find"/>
    public static string? Find(string name, IEnumerable<string> known) => SimilarName.Find(name, known);

    /// <summary>The question to put behind an "unknown name" message.</summary>
    /// <param name="name">The name as it was typed.</param>
    /// <param name="known">The names that would have been accepted.</param>
    /// <returns><c>; did you mean 'x'?</c>, or a full stop when no known name is near.</returns>
    public static string Question(string name, IEnumerable<string> known) =>
        Find(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
}
