using System.Text;
using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Experiments.Sources;

/// <summary>The lines of a text file, split as ML.NET's text loader splits them, with the places that messages need.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Separator">What separates fields; inside double quotes it does not.</param>
/// <param name="HasHeader">Whether the first line holds column names.</param>
internal sealed record CsvLines(string Path, char Separator, bool HasHeader)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the lines one after another, without the blank ones.</summary>
    /// <param name="place">The setting that names the file, for a fault of the file itself.</param>
    /// <exception cref="PipelineFileException">The file is missing, a folder, unreadable or no UTF-8 text.</exception>
    public IEnumerable<CsvLine> Read(SourcePlace place)
    {
        using var reader = Open(place);
        for (var number = 1; ReadLine(reader, number, place) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return new CsvLine(number, Split(line));
            }
        }
    }

    private StreamReader Open(SourcePlace place)
    {
        if (Directory.Exists(Path) || !File.Exists(Path))
        {
            throw new PipelineFileException(place, $"'{Path}' {(Directory.Exists(Path) ? "is a folder, not a file" : "does not exist")}; give the path of a text file, relative to the pipeline file.");
        }

        try
        {
            return new StreamReader(Path, StrictUtf8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineFileException(place, $"'{Path}' cannot be read ({e.Message.TrimEnd('.')}); check its permissions.", e);
        }
    }

    private string? ReadLine(StreamReader reader, int number, SourcePlace place)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException e)
        {
            throw new PipelineFileException(place, $"'{Path}' is not UTF-8 text (at or behind line {number}); check the path, or save the file as UTF-8.", e);
        }
        catch (IOException e)
        {
            throw new PipelineFileException(place, $"'{Path}' cannot be read to its end ({e.Message.TrimEnd('.')}); check the disk.", e);
        }
    }

    private List<CsvField> Split(string line)
    {
        var fields = new List<CsvField>();
        var (start, quoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (i == line.Length || (line[i] == Separator && !quoted))
            {
                var field = line[start..i].Trim();
                var text = field.Length > 1 && field[0] == '"' && field[^1] == '"' ? field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : field;
                fields.Add(new CsvField(text, start + 1));
                start = i + 1;
            }
        }

        return fields;
    }
}

/// <summary>One line of a text file.</summary>
/// <param name="Number">Number of the line, from 1.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record CsvLine(int Number, IReadOnlyList<CsvField> Fields);

/// <summary>One field of a line.</summary>
/// <param name="Text">The text without quotes and surrounding blanks.</param>
/// <param name="Column">Where it begins in the line, from 1.</param>
internal readonly record struct CsvField(string Text, int Column);
