using MlNetMasks.Masks;
using Parquet;
using Parquet.Schema;

namespace MlNetMasks.Analysis;

/// <summary>Reads and writes records as Parquet.</summary>
internal static class ResultParquet
{
    private const int RowsPerGroup = 1 << 20;

    public static async Task WriteAsync(Stream stream, IReadOnlyList<ResultRecord> records)
    {
        ParquetSchema schema = Schema();
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream).ConfigureAwait(false);
        for (int start = 0; start == 0 || start < records.Count; start += RowsPerGroup)
        {
            int count = Math.Min(RowsPerGroup, records.Count - start);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            foreach (DataField field in schema.DataFields)
            {
                await WriteColumnAsync(group, field, records, start, count).ConfigureAwait(false);
            }
        }
    }

    public static async Task<IReadOnlyList<ResultRecord>> ReadAsync(Stream stream, string path)
    {
        try
        {
            await using ParquetReader reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
            DataField[] fields = CheckedFields(reader.Schema, path);
            List<ResultRecord> records = [];
            for (int i = 0; i < reader.RowGroupCount; i++)
            {
                using ParquetRowGroupReader group = reader.OpenRowGroupReader(i);
                await ReadGroupAsync(group, fields, records, path).ConfigureAwait(false);
            }

            return records;
        }
        catch (Exception exception) when (exception is not (ResultFormatException or OperationCanceledException))
        {
            // A damaged file surfaces as almost any exception of the reader; all of them mean the same to the caller.
            throw new ResultFormatException($"{path}: not a readable Parquet file ({OneLine.Of(exception.Message)}). Expected a {ResultFile.ParquetName} as a run writes it; restore it or run again.", exception);
        }
    }

    private static ParquetSchema Schema() => new(ResultColumns.All.Select(name => (Field)(name switch
    {
        ResultColumns.Seed => new DataField<int>(name),
        ResultColumns.Step => new DataField<int?>(name),
        ResultColumns.Value => new DataField<double>(name),
        _ => new DataField(name, typeof(string), isNullable: false),
    })).ToArray());

    private static async Task WriteColumnAsync(ParquetRowGroupWriter group, DataField field, IReadOnlyList<ResultRecord> records, int start, int count)
    {
        switch (field.Name)
        {
            case ResultColumns.Seed:
                await group.WriteAsync<int>(field, Column(records, start, count, record => record.Seed)).ConfigureAwait(false);
                break;
            case ResultColumns.Step:
                await group.WriteAsync<int>(field, new ReadOnlyMemory<int?>(Column(records, start, count, record => record.Step))).ConfigureAwait(false);
                break;
            case ResultColumns.Value:
                await group.WriteAsync<double>(field, Column(records, start, count, record => record.Value)).ConfigureAwait(false);
                break;
            default:
                Func<ResultRecord, string> get = ResultColumns.Text.First(column => column.Name == field.Name).Get;
                await group.WriteAsync(field, Column(records, start, count, get)).ConfigureAwait(false);
                break;
        }
    }

    private static T[] Column<T>(IReadOnlyList<ResultRecord> records, int start, int count, Func<ResultRecord, T> get)
    {
        T[] column = new T[count];
        for (int i = 0; i < count; i++)
        {
            column[i] = get(records[start + i]);
        }

        return column;
    }

    private static DataField[] CheckedFields(ParquetSchema found, string path)
    {
        DataField[] expected = Schema().DataFields;
        DataField[] actual = found.DataFields;
        for (int i = 0; i < Math.Max(expected.Length, actual.Length); i++)
        {
            string want = i < expected.Length ? Describe(expected[i]) : "no further column";
            string have = i < actual.Length ? Describe(actual[i]) : "no column";
            if (want != have)
            {
                throw new ResultFormatException($"{path}, column {i + 1}: found {OneLine.Of(have)}, expected {want}. Restore the file or run again.");
            }
        }

        return actual;
    }

    private static string Describe(DataField field) =>
        $"{field.Name} ({field.ClrType.Name}{(field.IsNullable && field.ClrType != typeof(string) ? ", nullable" : "")})";

    private static async Task ReadGroupAsync(ParquetRowGroupReader group, DataField[] fields, List<ResultRecord> records, string path)
    {
        int count = checked((int)group.RowCount);
        int[] seeds = new int[count];
        int?[] steps = new int?[count];
        double[] values = new double[count];
        Dictionary<string, string[]> text = [];
        foreach (DataField field in fields)
        {
            switch (field.Name)
            {
                case ResultColumns.Seed:
                    await group.ReadAsync<int>(field, seeds.AsMemory()).ConfigureAwait(false);
                    break;
                case ResultColumns.Step:
                    await group.ReadAsync<int>(field, steps.AsMemory()).ConfigureAwait(false);
                    break;
                case ResultColumns.Value:
                    await group.ReadAsync<double>(field, values.AsMemory()).ConfigureAwait(false);
                    break;
                default:
                    string?[] column = new string?[count];
                    await group.ReadAsync(field, column.AsMemory()).ConfigureAwait(false);
                    text[field.Name] = column!;
                    break;
            }
        }

        Append(records, text, seeds, steps, values, path);
    }

    private static void Append(List<ResultRecord> records, Dictionary<string, string[]> text, int[] seeds, int?[] steps, double[] values, string path)
    {
        string[][] columns = [.. ResultColumns.Text.Select(column => text[column.Name])];
        Dictionary<string, Condition> conditions = [];
        int first = records.Count;
        for (int i = 0; i < seeds.Length; i++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                if (columns[c][i] is null)
                {
                    throw new ResultFormatException($"{path}, row {first + i + 1}, column {ResultColumns.Text[c].Name}: the text is missing, expected text or the empty string. Restore the file or run again.");
                }
            }

            string name = columns[5][i];
            if (!conditions.TryGetValue(name, out Condition condition))
            {
                condition = Parse(name, first + i + 1, path);
                conditions.Add(name, condition);
            }

            records.Add(new ResultRecord(
                columns[0][i], columns[1][i], seeds[i], columns[2][i], columns[3][i], columns[4][i], condition,
                columns[6][i], columns[7][i], columns[8][i], steps[i], columns[9][i], values[i]));
        }
    }

    private static Condition Parse(string name, int row, string path)
    {
        try
        {
            return ConditionNames.Parse(name);
        }
        catch (FormatException exception)
        {
            throw new ResultFormatException($"{path}, row {row}, column {ResultColumns.Condition}: {exception.Message}", exception);
        }
    }
}
