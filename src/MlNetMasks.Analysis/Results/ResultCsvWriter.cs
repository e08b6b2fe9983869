using System.Globalization;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Writes records as RFC 4180 CSV.</summary>
internal static class ResultCsvWriter
{
    public static void Write(TextWriter writer, IEnumerable<ResultRecord> records)
    {
        writer.Write(string.Join(',', ResultColumns.All));
        writer.Write('\n');
        foreach (ResultRecord record in records)
        {
            CsvText.WriteField(writer, record.Experiment);
            CsvText.WriteField(writer, record.Variant);
            writer.Write(record.Seed.ToString(CultureInfo.InvariantCulture));
            writer.Write(',');
            CsvText.WriteField(writer, record.Stage);
            CsvText.WriteField(writer, record.Mask);
            CsvText.WriteField(writer, record.Against);
            CsvText.WriteField(writer, ConditionNames.ToText(record.Condition));
            CsvText.WriteField(writer, record.DataSet);
            CsvText.WriteField(writer, record.Layer);
            CsvText.WriteField(writer, record.Unit);
            writer.Write(record.Step?.ToString(CultureInfo.InvariantCulture));
            writer.Write(',');
            CsvText.WriteField(writer, record.Metric);
            writer.Write(record.Value.ToString("R", CultureInfo.InvariantCulture));
            writer.Write('\n');
        }
    }
}
