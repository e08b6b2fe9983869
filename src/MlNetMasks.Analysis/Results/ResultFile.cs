using System.Text;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis;

/// <summary>Reads and writes the records of a run as <c>metrics.csv</c> and <c>metrics.parquet</c>; the same records come out as went in.</summary>
public static class ResultFile
{
    /// <summary>File name of the CSV form in a run folder.</summary>
    public const string CsvName = "metrics.csv";

    /// <summary>File name of the Parquet form in a run folder.</summary>
    public const string ParquetName = "metrics.parquet";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes both forms into a folder, which must exist.</summary>
    /// <param name="directory">Folder of the run.</param>
    /// <param name="records">The records, in the order to keep.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string directory, IReadOnlyList<ResultRecord> records)
    {
        WriteCsv(Path.Combine(directory, CsvName), records);
        WriteParquet(Path.Combine(directory, ParquetName), records);
    }

    /// <summary>Reads a result file; the extension <c>.csv</c> or <c>.parquet</c> names its form.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The records in file order.</returns>
    /// <exception cref="ArgumentException">The extension is neither of the two.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ResultFormatException">The content is not a result file.</exception>
    public static IReadOnlyList<ResultRecord> Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => ReadCsv(path),
            ".PARQUET" => ReadParquet(path),
            _ => throw new ArgumentException($"'{path}' is not a result file: the name must end in .csv or .parquet. Give a {CsvName} or {ParquetName}.", nameof(path)),
        };
    }

    /// <summary>Writes RFC 4180 CSV: UTF-8 without byte order mark, <c>\n</c>, shortest round-trip numbers.</summary>
    /// <param name="path">Path of the file; an existing one is replaced.</param>
    /// <param name="records">The records.</param>
    public static void WriteCsv(string path, IEnumerable<ResultRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        using StreamWriter writer = new(path, append: false, StrictUtf8);
        ResultCsvWriter.Write(writer, records);
    }

    /// <summary>Reads CSV as <see cref="WriteCsv"/> writes it; <c>\r\n</c> line ends are accepted too.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The records in file order.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ResultFormatException">A header, field count, number or condition is wrong, or the file is truncated.</exception>
    public static IReadOnlyList<ResultRecord> ReadCsv(string path)
    {
        using StreamReader reader = new(path, StrictUtf8);
        try
        {
            return new ResultCsvReader(reader, path).Read();
        }
        catch (DecoderFallbackException exception)
        {
            throw new ResultFormatException($"{path}: not UTF-8 text. Expected a {CsvName} as a run writes it; save the file as UTF-8 or run again.", exception);
        }
    }

    /// <summary>Writes Parquet: text columns, <c>Seed</c> int32, <c>Step</c> nullable int32, <c>Value</c> double.</summary>
    /// <param name="path">Path of the file; an existing one is replaced.</param>
    /// <param name="records">The records.</param>
    public static void WriteParquet(string path, IReadOnlyList<ResultRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        using FileStream stream = File.Create(path);
        // The library is asynchronous only; leaving the caller's synchronization context avoids a deadlock in notebooks and user interfaces.
        Task.Run(() => ResultParquet.WriteAsync(stream, records)).GetAwaiter().GetResult();
    }

    /// <summary>Reads Parquet as <see cref="WriteParquet"/> writes it.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The records in file order.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ResultFormatException">The file is not Parquet, is damaged, or has other columns.</exception>
    public static IReadOnlyList<ResultRecord> ReadParquet(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Task.Run(() => ResultParquet.ReadAsync(stream, path)).GetAwaiter().GetResult();
    }
}
