using System.Formats.Tar;
using System.Globalization;

namespace MlNetMasks.Data;

/// <summary>
/// Walks through a tar or tar.gz archive, streamed, without writing anything to disk. Links, names that lead out of the archive, names that occur
/// twice, entries or content beyond the limits, and an archive that is cut short, goes on behind its end or has a wrong checksum are refused.
/// </summary>
/// <param name="archive">Path of the archive.</param>
/// <param name="limits">What is accepted.</param>
/// <param name="expected">What the archive should be, for messages, for example <c>the released archive</c>.</param>
internal sealed class SafeTar(string archive, TarLimits limits, string expected)
{
    private const int MaxNameLength = 1_000;

    /// <summary>Hands every file to <paramref name="onFile"/>; its content can be read until that returns.</summary>
    /// <exception cref="InvalidDataException">The archive is refused; the message names it.</exception>
    public void Read(Action<TarEntry> onFile)
    {
        using FileStream stream = File.OpenRead(archive);
        using Stream content = GzipContent.Of(stream);
        try
        {
            long length = ReadEntries(content, onFile);
            if (content != stream && !GzipContent.EndsWith(stream, length))
            {
                throw Broken("a gzip file that does not end with the length of its content: it was cut short, or something was added");
            }
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException or NotSupportedException
            || (error is InvalidDataException && !IsOurs(error)))
        {
            throw Broken($"the archive is truncated or corrupt ({error.Message})", error);
        }
    }

    /// <summary>The refusal of this archive for what was found in it.</summary>
    public InvalidDataException Broken(string found, Exception? inner = null) =>
        new($"{archive}: found {found}; expected {expected}. Verify its checksum and fetch it again.", inner);

    /// <returns>The length of the unpacked archive.</returns>
    private long ReadEntries(Stream content, Action<TarEntry> onFile)
    {
        using var guarded = new TarGuard(content, archive, limits.MaxTotalBytes);
        using (var reader = new TarReader(guarded, leaveOpen: true))
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            int entries = 0;
            while (reader.GetNextEntry() is { } entry)
            {
                if (++entries > limits.MaxEntries)
                {
                    throw Broken($"more than {limits.MaxEntries} entries");
                }

                CheckSafe(entry);
                if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
                {
                    continue;
                }

                if (!names.Add(entry.Name))
                {
                    throw Broken($"a second entry '{entry.Name}' for the same file");
                }

                onFile(entry);
            }

            if (!guarded.SawEnd)
            {
                throw Broken(entries == 0 ? "no tar archive" : "the end of the data before the archive's own end");
            }
        }

        // The rest holds padding and, with gzip, the checksum of everything.
        byte[] rest = new byte[1 << 16];
        while (guarded.Read(rest) > 0)
        {
        }

        return guarded.BytesRead;
    }

    private void CheckSafe(TarEntry entry)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.Directory
            or TarEntryType.GlobalExtendedAttributes))
        {
            throw Broken($"the entry '{Shown(entry.Name)}' of type {entry.EntryType}; only files and folders are accepted");
        }

        if (entry.Name.StartsWith('/') || entry.Name.Contains('\\') || entry.Name.Contains(':') || entry.Name.Split('/').Contains(".."))
        {
            throw Broken($"the entry '{Shown(entry.Name)}', whose path leads out of the archive");
        }

        if (entry.Name.Length > MaxNameLength)
        {
            throw Broken($"the entry '{Shown(entry.Name)}' with a name of {entry.Name.Length} characters; at most {MaxNameLength} are accepted");
        }

        if (entry.Length > limits.MaxEntryBytes)
        {
            throw Broken(string.Create(
                CultureInfo.InvariantCulture, $"the entry '{entry.Name}' of {entry.Length} bytes; at most {limits.MaxEntryBytes} are accepted"));
        }
    }

    private bool IsOurs(Exception error) =>
        error.Message.StartsWith($"{archive}: ", StringComparison.Ordinal) || error.Message.StartsWith($"{archive}, entry ", StringComparison.Ordinal);

    private static string Shown(string name) => name.Length <= 120 ? name : $"{name[..120]}...";
}
