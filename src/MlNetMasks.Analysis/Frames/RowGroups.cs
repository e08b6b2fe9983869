using Microsoft.Data.Analysis;

namespace MlNetMasks.Analysis;

/// <summary>Rows of a frame grouped by the values of some columns, groups in order of appearance.</summary>
internal sealed class RowGroups
{
    private RowGroups(int[] groupOfRow, long[] firstRows)
    {
        GroupOfRow = groupOfRow;
        FirstRows = firstRows;
    }

    public int[] GroupOfRow { get; }

    public long[] FirstRows { get; }

    public int Count => FirstRows.Length;

    public static RowGroups By(IReadOnlyList<DataFrameColumn> columns, long rowCount)
    {
        int[] groups = new int[rowCount];
        List<long> first = [];
        if (columns.Count == 0)
        {
            return new RowGroups(groups, rowCount == 0 ? [] : [0]);
        }

        for (int c = 0; c < columns.Count; c++)
        {
            (int[] codes, int count) = FrameColumns.Encode(columns[c]);
            Dictionary<long, int> known = [];
            first.Clear();
            for (int row = 0; row < groups.Length; row++)
            {
                long key = ((long)groups[row] * count) + codes[row];
                if (!known.TryGetValue(key, out int group))
                {
                    group = known.Count;
                    known.Add(key, group);
                    first.Add(row);
                }

                groups[row] = group;
            }
        }

        return new RowGroups(groups, [.. first]);
    }

    /// <summary>The rows of each group: group g holds <c>Rows[Starts[g]..Starts[g + 1]]</c>.</summary>
    public (int[] Rows, int[] Starts) Members()
    {
        int[] starts = new int[Count + 1];
        foreach (int group in GroupOfRow)
        {
            starts[group + 1]++;
        }

        for (int group = 0; group < Count; group++)
        {
            starts[group + 1] += starts[group];
        }

        int[] next = starts[..^1];
        int[] rows = new int[GroupOfRow.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[next[GroupOfRow[row]]++] = row;
        }

        return (rows, starts);
    }
}
