namespace MlNetMasks.Torch;

/// <summary>
/// How examples become a network's inputs, loss and answers. A problem of your own derives from this record and from
/// <see cref="BoundProblem"/> and is registered under a stable id, which saved models name.
/// </summary>
public abstract record Problem
{
    /// <summary>The columns that the problem reads.</summary>
    public abstract IReadOnlyList<ProblemColumn> Columns { get; }

    /// <summary>Name of the column that answers are put in, for example <c>PredictedLabel</c>.</summary>
    public abstract string AnswerColumn { get; }

    /// <summary>Form of an answer: <see cref="ColumnKind.Bytes"/> for a vector of symbols, <see cref="ColumnKind.Key"/> for one class.</summary>
    public abstract ColumnKind AnswerKind { get; }

    /// <summary>Whether the bytes of an answer are tokens, which stages then also give as text (default: no).</summary>
    public virtual bool AnswersAreTokens => false;

    /// <summary>Fixes the sizes from the data at hand.</summary>
    /// <param name="sizes">The size of every column that is there; columns of purpose <see cref="ColumnPurpose.Input"/> and <see cref="ColumnPurpose.Target"/> always are.</param>
    /// <returns>The problem with sizes.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit the problem.</exception>
    public abstract BoundProblem Bind(IReadOnlyDictionary<string, ColumnSize> sizes);
}
