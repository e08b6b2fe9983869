namespace MlNetMasks.Data;

/// <summary>A question and its answer.</summary>
/// <param name="Question">Question, 1 to 160 characters of <see cref="MathematicsVocabulary"/>.</param>
/// <param name="Answer">Answer, 1 to 30 characters of <see cref="MathematicsVocabulary"/>.</param>
public sealed record MathematicsExample(string Question, string Answer);
