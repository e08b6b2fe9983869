using Microsoft.Data.Analysis;

namespace MlNetMasks.Analysis;

/// <summary>Turns changed answers into a data frame.</summary>
public static class ChangedAnswerFrames
{
    /// <summary>Makes a data frame with one row per answer and the columns of <see cref="ChangedAnswerFile.Columns"/>.</summary>
    /// <param name="answers">The answers.</param>
    /// <returns>A new frame: text columns, <c>Seed</c> as Int32, <c>Row</c> as Int64.</returns>
    public static DataFrame ToDataFrame(this IEnumerable<ChangedAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        IReadOnlyCollection<ChangedAnswer> rows = answers as IReadOnlyCollection<ChangedAnswer> ?? [.. answers];
        return new DataFrame(
            new StringDataFrameColumn(nameof(ChangedAnswer.Experiment), rows.Select(answer => answer.Experiment)),
            new StringDataFrameColumn(nameof(ChangedAnswer.Variant), rows.Select(answer => answer.Variant)),
            new Int32DataFrameColumn(nameof(ChangedAnswer.Seed), rows.Select(answer => answer.Seed)),
            new StringDataFrameColumn(nameof(ChangedAnswer.Mask), rows.Select(answer => answer.Mask)),
            new StringDataFrameColumn(nameof(ChangedAnswer.DataSet), rows.Select(answer => answer.DataSet)),
            new Int64DataFrameColumn(nameof(ChangedAnswer.Row), rows.Select(answer => answer.Row)),
            new StringDataFrameColumn(nameof(ChangedAnswer.Input), rows.Select(answer => answer.Input)),
            new StringDataFrameColumn(nameof(ChangedAnswer.Expected), rows.Select(answer => answer.Expected)),
            new StringDataFrameColumn(nameof(ChangedAnswer.Control), rows.Select(answer => answer.Control)),
            new StringDataFrameColumn(nameof(ChangedAnswer.Masked), rows.Select(answer => answer.Masked)));
    }
}
