namespace MlNetMasks.Torch;

/// <summary>Sizes of an answer.</summary>
/// <param name="Width">Symbols per answer, 1 for a key.</param>
/// <param name="KeyNames">Names of a key's values; empty for bytes.</param>
public sealed record AnswerShape(int Width, IReadOnlyList<string> KeyNames);
