namespace MlNetMasks.Analysis;

/// <summary>A table of a report, for HTML and Markdown alike; the first cell of a row names it.</summary>
internal sealed record ReportTable(string Caption, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows, bool HasNumbers = true)
{
    /// <summary>Style of the cells of the last column, by their text.</summary>
    public IReadOnlyDictionary<string, string> ClassOfLast { get; init; } = new Dictionary<string, string>();
}
