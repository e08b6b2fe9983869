namespace MlNetMasks.Torch;

/// <summary>Sees the answers of a batch.</summary>
/// <param name="rows">Rows of the table that were answered, in the order of the answers.</param>
/// <param name="answers">The answers; their arrays are filled again for the next batch.</param>
internal delegate void AnswerObserver(ReadOnlySpan<int> rows, Answers answers);
