namespace MlNetMasks.Torch;

/// <summary>Sizes of an answer.</summary>
/// <param name="Width">Symbols per answer, 1 for a key.</param>
/// <param name="KeyNames">Names of a key's values; empty for bytes.</param>
public sealed record AnswerShape(int Width, IReadOnlyList<string> KeyNames)
{
    /// <summary>Names of the tokens that bytes stand for, by which a later stage decodes them to text; entry 0, the padding, is empty.</summary>
    /// <value>Default: empty, bytes that are no tokens.</value>
    public IReadOnlyList<string> TokenNames { get; init; } = [];
}
