using System.Buffers;

namespace MlNetMasks.Analysis;

/// <summary>Writes text fields of RFC 4180 CSV.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    /// <summary>Writes a field and the comma behind it.</summary>
    public static void WriteField(TextWriter writer, string text)
    {
        Write(writer, text);
        writer.Write(',');
    }

    /// <summary>Writes a field, in quotes where it needs them.</summary>
    public static void Write(TextWriter writer, string text)
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
    }
}
