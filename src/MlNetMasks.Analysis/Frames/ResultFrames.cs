using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Turns records into a data frame.</summary>
public static class ResultFrames
{
    /// <summary>Makes a data frame with one row per record and the columns of <see cref="ResultColumns.All"/>.</summary>
    /// <param name="records">The records.</param>
    /// <returns>A new frame: text columns, <c>Seed</c> and <c>Step</c> as Int32 (a missing step is null), <c>Value</c> as Double; the condition in kebab case.</returns>
    public static DataFrame ToDataFrame(this IEnumerable<ResultRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        IReadOnlyCollection<ResultRecord> rows = records as IReadOnlyCollection<ResultRecord> ?? [.. records];
        Dictionary<string, Func<ResultRecord, string>> text = ResultColumns.Text.ToDictionary(column => column.Name, column => column.Get);
        return new DataFrame(ResultColumns.All.Select(name => (DataFrameColumn)(name switch
        {
            ResultColumns.Seed => new Int32DataFrameColumn(name, rows.Select(record => record.Seed)),
            ResultColumns.Step => new Int32DataFrameColumn(name, rows.Select(record => record.Step)),
            ResultColumns.Value => new DoubleDataFrameColumn(name, rows.Select(record => record.Value)),
            _ => new StringDataFrameColumn(name, rows.Select(text[name])),
        })));
    }
}
