namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>One possible content of a section with a leading key.</summary>
/// <param name="Id">Stable id, the value of the leading key.</param>
/// <param name="Description">One plain sentence for editors and help.</param>
/// <param name="Table">The other keys.</param>
public sealed record SectionChoice(string Id, string Description, KeyTable Table);
