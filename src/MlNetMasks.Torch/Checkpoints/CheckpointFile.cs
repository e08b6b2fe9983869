namespace MlNetMasks.Torch;

/// <summary>
/// A checkpoint in a file. The stage of that checkpoint continues from it when it is there, and it stays when the stage is done: fitted again, the
/// stage only reads it. A file with the ending <c>.unfinished</c> beside it is left by a process that was killed while saving, and is overwritten.
/// </summary>
public sealed class CheckpointFile : ICheckpoint
{
    private const int BufferSize = 1 << 16;

    /// <summary>Names the file.</summary>
    /// <param name="path">Path of the file; its folder is made when something is saved.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public CheckpointFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FilePath = Path.GetFullPath(path);
    }

    /// <summary>Full path of the file.</summary>
    public string FilePath { get; }

    /// <inheritdoc/>
    public string Name => FilePath;

    /// <inheritdoc/>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Stream? OpenLast()
    {
        try
        {
            return new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written; the last state is still there.</exception>
    public void Save(Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var unfinished = FilePath + ".unfinished";
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true); // else a power cut could leave the new name with old, empty blocks
            }

            File.Move(unfinished, FilePath, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
