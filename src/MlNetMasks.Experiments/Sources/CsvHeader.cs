using System.Globalization;
using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Experiments.Sources;

/// <summary>The column names of a text file, from its first line.</summary>
internal static class CsvHeader
{
    public static IReadOnlyList<string> Read(string path, char separator, bool hasHeader, SourcePlace place)
    {
        string? line;
        try
        {
            using var reader = new StreamReader(path);
            line = reader.ReadLine();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineFileException(place, $"'{path}' cannot be read: {e.Message} The path is relative to the pipeline file.", e);
        }

        if (string.IsNullOrWhiteSpace(line))
        {
            throw new PipelineFileException(place, $"'{path}' starts with an empty line; its first line must hold column names or the first row.");
        }

        var fields = Split(line, separator);
        var names = hasHeader ? fields : [.. fields.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"column{index}"))];
        return names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1 || group.Key.Length == 0) is { } bad
            ? throw new PipelineFileException(place, $"the first line of '{path}' names column '{bad.Key}' {bad.Count()} times; names must differ and not be empty. Check header and separator.")
            : names;
    }

    private static List<string> Split(string line, char separator)
    {
        var fields = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (i == line.Length || (line[i] == separator && !quoted))
            {
                var field = line[start..i].Trim();
                fields.Add(field.Length > 1 && field[0] == '"' && field[^1] == '"' ? field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : field);
                start = i + 1;
            }
        }

        return fields;
    }
}
