using System.Formats.Tar;
using System.IO.Compression;

namespace MlNetMasks.Data;

/// <summary>Reads a module's files from the released archive, streamed, without writing anything to disk.</summary>
internal static class ReleasedArchive
{
    private const int MaxEntries = 10_000;
    private const long MaxEntryBytes = 1L << 30;

    public static ExampleTable[] Read(string archive, MathematicsModule module, MathematicsDifficulty[] wanted, MathematicsOptions options)
    {
        Dictionary<string, MathematicsDifficulty> files =
            wanted.ToDictionary(difficulty => MathematicsFiles.PathOf(module, difficulty), StringComparer.Ordinal);
        var tables = new ExampleTable?[MathematicsFiles.DifficultyNames.Count];
        using FileStream stream = File.OpenRead(archive);
        Stream content = IsGzip(stream) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using (content)
        {
            try
            {
                ReadEntries(content, archive, files, tables, module, options);
            }
            catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException or NotSupportedException
                || (error is InvalidDataException && !IsOurs(archive, error)))
            {
                throw Broken(archive, $"the archive is truncated or corrupt ({error.Message})", error);
            }
        }

        foreach ((string name, MathematicsDifficulty difficulty) in files)
        {
            if (tables[(int)difficulty] is null)
            {
                throw new FileNotFoundException(
                    $"The archive '{archive}' has no file '{name}'. Fetch it again, or leave "
                    + $"{MathematicsFiles.NameOf(difficulty)} out by giving it 0 examples.",
                    name);
            }
        }

        return [.. tables.Select(static table => table ?? new ExampleTable())];
    }

    private static void ReadEntries(
        Stream content,
        string archive,
        Dictionary<string, MathematicsDifficulty> files,
        ExampleTable?[] tables,
        MathematicsModule module,
        MathematicsOptions options)
    {
        using var guarded = new TarMetadataGuard(content, archive);
        using (var reader = new TarReader(guarded, leaveOpen: true))
        {
            int entries = 0;
            while (reader.GetNextEntry() is { } entry)
            {
                if (++entries > MaxEntries)
                {
                    throw Broken(archive, $"more than {MaxEntries} entries");
                }

                CheckSafe(archive, entry);
                if (entry.EntryType != TarEntryType.Directory && files.TryGetValue(LastTwoParts(entry.Name), out MathematicsDifficulty difficulty))
                {
                    if (tables[(int)difficulty] is not null)
                    {
                        throw Broken(archive, $"a second entry '{entry.Name}' for the same file");
                    }

                    tables[(int)difficulty] = new ExampleReader(entry.DataStream ?? Stream.Null, $"{archive}, entry {entry.Name}")
                        .Read(options.ExamplesOf(module, difficulty));
                }
            }

            if (!guarded.SawEnd)
            {
                throw Broken(archive, entries == 0 ? "no tar archive" : "the end of the data before the archive's own end");
            }
        }

        // The rest holds padding and, with gzip, the checksum of everything.
        byte[] rest = new byte[1 << 16];
        while (guarded.Read(rest) > 0)
        {
        }
    }

    private static void CheckSafe(string archive, TarEntry entry)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.Directory
            or TarEntryType.GlobalExtendedAttributes))
        {
            throw Broken(archive, $"the entry '{entry.Name}' of type {entry.EntryType}; only files and folders are accepted");
        }

        if (entry.Name.StartsWith('/') || entry.Name.Contains('\\') || entry.Name.Contains(':') || entry.Name.Split('/').Contains(".."))
        {
            throw Broken(archive, $"the entry '{entry.Name}', whose path leads out of the archive");
        }

        if (entry.Length > MaxEntryBytes)
        {
            throw Broken(archive, $"the entry '{entry.Name}' of {entry.Length} bytes; at most {MaxEntryBytes} are accepted");
        }
    }

    private static bool IsOurs(string archive, Exception error) =>
        error.Message.StartsWith($"{archive}: ", StringComparison.Ordinal) || error.Message.StartsWith($"{archive}, entry ", StringComparison.Ordinal);

    private static string LastTwoParts(string name) => string.Join('/', name.Split('/').TakeLast(2));

    private static bool IsGzip(FileStream stream)
    {
        bool isGzip = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = 0;
        return isGzip;
    }

    private static InvalidDataException Broken(string archive, string found, Exception? inner = null) =>
        new($"{archive}: found {found}; expected the released archive of the Mathematics Dataset. Verify its checksum and fetch it again.", inner);
}
