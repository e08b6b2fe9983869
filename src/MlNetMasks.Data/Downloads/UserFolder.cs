namespace MlNetMasks.Data;

/// <summary>A folder that the user filled: files are taken by their path, with or without the set's name in front, or else by their name alone, at any depth.</summary>
internal sealed class UserFolder
{
    private const int BufferSize = 1 << 17;

    private readonly string _folder;

    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public UserFolder(string folder)
    {
        _folder = Path.GetFullPath(folder);
        if (!Directory.Exists(_folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{_folder}'; name the folder that holds the files.");
        }
    }

    /// <summary>Copies the file, if the folder has it.</summary>
    /// <returns>Whether it has; the unfinished file then is full and right.</returns>
    /// <exception cref="InvalidDataException">The files of that name are others.</exception>
    /// <exception cref="DownloadException">A file cannot be read, or the disk is full.</exception>
    public async Task<bool> CopyAsync(string set, DataFile file, PartFile part, Action<long> onBlock, CancellationToken cancellation)
    {
        List<string> faults = [];
        foreach (string path in Candidates(set, file))
        {
            if (await FaultAsync(path, file, part, onBlock, cancellation).ConfigureAwait(false) is not { } fault)
            {
                return true;
            }

            faults.Add($"'{path}' is not the official file: {fault}");
        }

        part.Restart();
        return faults.Count == 0
            ? false
            : throw new InvalidDataException($"{set}/{file.Path}: {string.Join("; ", faults)}. Put the official file there, or leave --from out to download it.");
    }

    private static async Task<string?> FaultAsync(string path, DataFile file, PartFile part, Action<long> onBlock, CancellationToken cancellation)
    {
        part.Restart();
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        }
        catch (Exception exception) when (DownloadException.IsDiskFault(exception))
        {
            throw Unreadable(path, exception);
        }

        using (stream)
        {
            if (stream.Length != file.Size)
            {
                return $"it has {stream.Length} bytes, expected {file.Size}";
            }

            byte[] buffer = new byte[BufferSize];
            while (!part.IsFull)
            {
                int read;
                try
                {
                    read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferSize, file.Size - part.Length)), cancellation).ConfigureAwait(false);
                }
                catch (Exception exception) when (DownloadException.IsDiskFault(exception))
                {
                    throw Unreadable(path, exception);
                }

                if (read == 0)
                {
                    return $"it ended after {part.Length} of {file.Size} bytes";
                }

                await part.AppendAsync(buffer.AsMemory(0, read)).ConfigureAwait(false);
                onBlock(part.Length);
            }
        }

        return part.Hash() is var found && found == file.Sha256 ? null : $"its sha256 is {found}, expected {file.Sha256}";
    }

    private IEnumerable<string> Candidates(string set, DataFile file)
    {
        string[] exact = [.. ((string[])[file.Path, $"{set}/{file.Path}"]).Select(path => Path.Combine([_folder, .. path.Split('/')])).Where(File.Exists)];
        EnumerationOptions everywhere = new() { RecurseSubdirectories = true, MatchType = MatchType.Simple, MatchCasing = MatchCasing.CaseSensitive };
        return exact.Concat(Directory.EnumerateFiles(_folder, file.Name, everywhere).Order(StringComparer.Ordinal)).Distinct();
    }

    private static DownloadException Unreadable(string path, Exception cause)
        => new($"Cannot read '{path}': {cause.Message.TrimEnd('.')}. Permit reading it, or leave --from out to download the file.", cause);
}
