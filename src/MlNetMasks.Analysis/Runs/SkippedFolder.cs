namespace MlNetMasks.Analysis;

/// <summary>A folder that looks like a run but is not complete.</summary>
/// <param name="Directory">The folder.</param>
/// <param name="Reason">What is missing, in one sentence.</param>
public sealed record SkippedFolder(string Directory, string Reason);
