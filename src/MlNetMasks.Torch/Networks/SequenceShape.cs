namespace MlNetMasks.Torch;

/// <summary>
/// The sequences of a problem that maps one token sequence to another. The network's input is <c>[groups, rows, InputLength]</c>: token ids from 1 to
/// <see cref="InputTokenCount"/>, padded behind with 0. Its output is <c>[groups, rows, steps x OutputSize]</c>: logits per step, steps at most
/// <see cref="OutputLength"/> + 1. Of its <see cref="NetworkShape.OutputSize"/> classes, class k stands for token k + 1 and the last one is the end token.
/// </summary>
/// <param name="InputLength">Most tokens of an input, at least 1.</param>
/// <param name="InputTokenCount">Tokens of the input's vocabulary, padding not counted, at least 1.</param>
/// <param name="OutputLength">Most tokens of an answer, the end token not counted, at least 1.</param>
/// <param name="SharesTokens">Whether inputs and answers are made of the same tokens.</param>
public sealed record SequenceShape(int InputLength, int InputTokenCount, int OutputLength, bool SharesTokens)
{
    /// <summary>Stands behind the end token in the targets of a pass, so that sequences of different lengths fit one tensor.</summary>
    public const int NoToken = -1;
}
