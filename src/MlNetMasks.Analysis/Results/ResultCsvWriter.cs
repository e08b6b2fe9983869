using System.Buffers;
using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Writes records as RFC 4180 CSV.</summary>
internal static class ResultCsvWriter
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    public static void Write(TextWriter writer, IEnumerable<ResultRecord> records)
    {
        writer.Write(string.Join(',', ResultColumns.All));
        writer.Write('\n');
        foreach (ResultRecord record in records)
        {
            WriteText(writer, record.Experiment);
            WriteText(writer, record.Variant);
            writer.Write(record.Seed.ToString(CultureInfo.InvariantCulture));
            writer.Write(',');
            WriteText(writer, record.Stage);
            WriteText(writer, record.Mask);
            WriteText(writer, record.Against);
            WriteText(writer, ConditionNames.ToText(record.Condition));
            WriteText(writer, record.DataSet);
            WriteText(writer, record.Layer);
            WriteText(writer, record.Unit);
            writer.Write(record.Step?.ToString(CultureInfo.InvariantCulture));
            writer.Write(',');
            WriteText(writer, record.Metric);
            writer.Write(record.Value.ToString("R", CultureInfo.InvariantCulture));
            writer.Write('\n');
        }
    }

    private static void WriteText(TextWriter writer, string text)
    {
        if (text.AsSpan().ContainsAny(NeedsQuotes))
        {
            writer.Write('"');
            writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
            writer.Write('"');
        }
        else
        {
            writer.Write(text);
        }

        writer.Write(',');
    }
}
