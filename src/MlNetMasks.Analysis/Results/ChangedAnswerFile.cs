using System.Globalization;
using System.Text;

namespace MlNetMasks.Analysis;

/// <summary>Reads and writes the answers that masks changed, as <c>changed-answers.csv</c>; the same answers come out as went in.</summary>
public static class ChangedAnswerFile
{
    /// <summary>File name in a run folder.</summary>
    public const string Name = "changed-answers.csv";

    private const string Unfinished = ".unfinished";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The ten column names, in file order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        nameof(ChangedAnswer.Experiment), nameof(ChangedAnswer.Variant), nameof(ChangedAnswer.Seed), nameof(ChangedAnswer.Mask), nameof(ChangedAnswer.DataSet),
        nameof(ChangedAnswer.Row), nameof(ChangedAnswer.Input), nameof(ChangedAnswer.Expected), nameof(ChangedAnswer.Control), nameof(ChangedAnswer.Masked),
    ];

    /// <summary>Writes RFC 4180 CSV: UTF-8 without byte order mark, <c>\n</c>; the file is replaced as a whole or left as it is.</summary>
    /// <param name="path">Path of the file; its folder must exist.</param>
    /// <param name="answers">The answers, in the order to keep.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is negative.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, IEnumerable<ChangedAnswer> answers)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(answers);
        string unfinished = path + Unfinished;
        try
        {
            using (StreamWriter writer = new(unfinished, append: false, StrictUtf8))
            {
                Write(writer, answers);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Reads the file as <see cref="Write(string, IEnumerable{ChangedAnswer})"/> writes it; <c>\r\n</c> line ends are accepted too.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The answers in file order.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ResultFormatException">A header, field count or number is wrong, or the file is truncated.</exception>
    public static IReadOnlyList<ChangedAnswer> Read(string path)
    {
        using StreamReader reader = new(path, StrictUtf8);
        try
        {
            CsvRowReader rows = new(reader, path, Columns);
            rows.ReadHeader();
            List<ChangedAnswer> answers = [];
            while (rows.Read())
            {
                answers.Add(new ChangedAnswer(rows[0], rows[1], rows.Integer(2), rows[3], rows[4], rows.Position(5), rows[6], rows[7], rows[8], rows[9]));
            }

            return answers;
        }
        catch (DecoderFallbackException exception)
        {
            throw new ResultFormatException($"{path}: not UTF-8 text. Expected a {Name} as a run writes it; save the file as UTF-8 or run again.", exception);
        }
    }

    private static void Write(StreamWriter writer, IEnumerable<ChangedAnswer> answers)
    {
        writer.Write(string.Join(',', Columns));
        writer.Write('\n');
        foreach (ChangedAnswer answer in answers)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(answer.Row, nameof(answers));
            CsvText.WriteField(writer, answer.Experiment);
            CsvText.WriteField(writer, answer.Variant);
            CsvText.WriteField(writer, answer.Seed.ToString(CultureInfo.InvariantCulture));
            CsvText.WriteField(writer, answer.Mask);
            CsvText.WriteField(writer, answer.DataSet);
            CsvText.WriteField(writer, answer.Row.ToString(CultureInfo.InvariantCulture));
            CsvText.WriteField(writer, answer.Input);
            CsvText.WriteField(writer, answer.Expected);
            CsvText.WriteField(writer, answer.Control);
            CsvText.Write(writer, answer.Masked);
            writer.Write('\n');
        }
    }
}
