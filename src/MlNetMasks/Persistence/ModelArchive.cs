using System.Collections.ObjectModel;
using System.IO.Compression;

namespace MlNetMasks.Persistence;

/// <summary>
/// Looks at a model file's archive before ML.NET unpacks it: declared sizes, entry names and model headers must be possible ones.
/// </summary>
internal static class ModelArchive
{
    /// <summary>Models compress little; ten to one is rare, and bombs live near a thousand to one.</summary>
    public const int MaxExpansion = 100;

    /// <summary>Room for small files that expand a lot.</summary>
    public const long FreeExpansion = 64L << 20;

    /// <summary>Stages, streams and folders of the largest sensible chains stay far below.</summary>
    public const int MaxEntries = 20_000;

    /// <summary>ML.NET loads nested chains by recursion, so depth must be bounded before it starts.</summary>
    public const int MaxDepth = 64;

    private const string ModelKeyName = "Model.key";

    /// <summary>Throws unless the archive is complete and its directory is harmless.</summary>
    /// <returns>Number of bytes the archive unpacks to.</returns>
    public static long Check(Stream stream)
    {
        using var archive = Open(stream);
        var entries = ReadEntries(archive);
        if (entries.Count is 0 or > MaxEntries)
        {
            throw new InvalidDataException($"The archive has {entries.Count} entries, expected 1 to {MaxEntries}.");
        }

        var limit = FreeExpansion + (MaxExpansion * stream.Length);
        long total = 0;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            RequireName(entry.FullName, names);
            if (entry.Length < 0 || entry.Length > limit - total)
            {
                throw new InvalidDataException(
                    $"Entry '{entry.FullName}' declares {entry.Length} bytes; unpacked, a file of {stream.Length} bytes may have "
                    + $"{limit} at most.");
            }

            total += entry.Length;
        }

        foreach (var entry in entries)
        {
            RequireIntact(entry);
            if (Path.GetFileName(Normalise(entry.FullName)) == ModelKeyName)
            {
                ModelKey.Check(entry, entries.Count);
            }
        }

        return total;
    }

    private static void RequireIntact(ZipArchiveEntry entry)
    {
        var crc = 0u;
        var length = 0L;
        try
        {
            using var stream = entry.Open();
            var buffer = new byte[1 << 16];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                crc = Crc32.Append(crc, buffer.AsSpan(0, read));
                length += read;
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            throw new InvalidDataException($"Entry '{entry.FullName}' cannot be unpacked ({e.Message.TrimEnd('.')}).", e);
        }

        if (length != entry.Length || crc != entry.Crc32)
        {
            throw new InvalidDataException(
                $"Entry '{entry.FullName}' is damaged: it unpacks to {length} bytes with checksum {crc:X8}, "
                + $"expected {entry.Length} bytes with {entry.Crc32:X8}.");
        }
    }

    private static ZipArchive Open(Stream stream)
    {
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException)
        {
            throw new InvalidDataException($"It has {stream.Length} bytes and is not a complete ZIP archive ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static ReadOnlyCollection<ZipArchiveEntry> ReadEntries(ZipArchive archive)
    {
        try
        {
            return archive.Entries;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new InvalidDataException($"The directory of its ZIP archive cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static void RequireName(string name, HashSet<string> names)
    {
        var normal = Normalise(name);
        var parts = normal.Split('/');
        if (normal.Length == 0
            || normal[0] == '/'
            || normal.Contains(':', StringComparison.Ordinal)
            || normal.Any(char.IsControl)
            || parts.Any(part => part is ".." or "."))
        {
            throw new InvalidDataException(
                $"Entry name '{Printable(name)}' leads outside the archive or is malformed, expected a relative path inside it.");
        }

        if (parts.Length > MaxDepth)
        {
            throw new InvalidDataException($"An entry name has {parts.Length} folder levels, expected at most {MaxDepth}.");
        }

        if (!names.Add(normal))
        {
            throw new InvalidDataException($"Entry '{name}' appears twice, expected unique names.");
        }
    }

    // Older ML.NET on Windows wrote backslashes.
    private static string Normalise(string name) => name.Replace('\\', '/');

    private static string Printable(string name)
    {
        var shown = name.Length > 80 ? name[..80] + "..." : name;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
    }
}
