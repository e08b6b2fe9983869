namespace MlNetMasks.Torch;

/// <summary>
/// Token sequence in, token sequence out (paper, section 3.3): SCAN, the Mathematics Dataset. Both columns hold token ids, padded behind with 0, whose names
/// the data gives; the network's answers are made of the target's tokens and an end token, which the problem adds. An answer is right only when every
/// token and the length are right. Loss: cross-entropy, summed over the tokens of an answer and its end token, mean over the batch.
/// </summary>
/// <param name="InputColumn">Byte-vector column of the input's token ids.</param>
/// <param name="TargetColumn">Byte-vector column of the right answer's token ids.</param>
public sealed record SequenceProblem(string InputColumn = "Input", string TargetColumn = "Target") : Problem
{
    /// <summary>Name of the end token in results.</summary>
    public const string EndToken = "<end>";

    /// <inheritdoc/>
    public override IReadOnlyList<ProblemColumn> Columns =>
    [
        new(InputColumn, ColumnKind.Bytes, ColumnPurpose.Input),
        new(TargetColumn, ColumnKind.Bytes, ColumnPurpose.Target),
    ];

    /// <inheritdoc/>
    public override string AnswerColumn => "PredictedTokens";

    /// <inheritdoc/>
    public override ColumnKind AnswerKind => ColumnKind.Bytes;

    /// <inheritdoc/>
    public override bool AnswersAreTokens => true;

    /// <inheritdoc/>
    public override BoundProblem Bind(IReadOnlyDictionary<string, ColumnSize> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return new BoundSequenceProblem(this, Checked(sizes, InputColumn), Checked(sizes, TargetColumn));
    }

    private static ColumnSize Checked(IReadOnlyDictionary<string, ColumnSize> sizes, string name)
    {
        var size = sizes[name];
        var names = size.KeyNames;
        if (names.Count == 0)
        {
            throw new ArgumentException(
                $"Column '{name}' does not say what its tokens are called; put the annotation TokenNames on it, a text vector whose entry i names token i and whose entry 0, the padding, is empty.",
                nameof(sizes));
        }

        if (names.Count is < 2 or > byte.MaxValue + 1 || names[0].Length > 0)
        {
            throw new ArgumentException(
                $"Column '{name}' names {names.Count} tokens, the first of them '{names[0]}'; an empty name for the padding and 1 to {byte.MaxValue} tokens are needed.", nameof(sizes));
        }

        return names.GroupBy(token => token, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } repeated
            ? throw new ArgumentException($"Column '{name}' has {repeated.Count()} tokens named '{repeated.Key}'; give each token a name of its own.", nameof(sizes))
            : size;
    }
}
