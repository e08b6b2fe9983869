namespace MlNetMasks.Torch;

/// <summary>The two axes of a confusion table.</summary>
/// <param name="TrueClasses">Names of the true classes.</param>
/// <param name="AnsweredClasses">Names of what an answer can be taken for.</param>
public sealed record ConfusionShape(IReadOnlyList<string> TrueClasses, IReadOnlyList<string> AnsweredClasses);
