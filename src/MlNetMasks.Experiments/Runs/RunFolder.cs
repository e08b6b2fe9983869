namespace MlNetMasks.Experiments.Runs;

/// <summary>A run being written. Write into <see cref="StagingPath"/>, then <see cref="Complete"/>; disposing without that leaves only checkpoints.</summary>
public sealed class RunFolder : IDisposable
{
    private readonly RunLock _lock;
    private bool _isOpen = true;

    internal RunFolder(string finalPath, string stagingPath, RunLock held)
    {
        FinalPath = finalPath;
        StagingPath = stagingPath;
        _lock = held;
    }

    /// <summary>Where the run appears when it is complete.</summary>
    public string FinalPath { get; }

    /// <summary>Where the run is written; on the same file system.</summary>
    public string StagingPath { get; }

    /// <summary>Where the run keeps what it needs to be continued; beside <see cref="FinalPath"/>, so that it outlives a run that is given up.</summary>
    internal string CheckpointPath => RunStore.Beside(FinalPath, RunStore.CheckpointPrefix);

    /// <summary>Writes one file of the run.</summary>
    /// <param name="name">Path relative to the run, for example <c>figures/accuracy.svg</c>; folders are made.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="ArgumentException">The path leaves the run folder.</exception>
    /// <exception cref="ObjectDisposedException">The run is complete or given up.</exception>
    /// <exception cref="RunStoreException">The file cannot be written, for example because the disk is full.</exception>
    public void Write(string name, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string path = PathOf(name);
        Guard(path, () =>
        {
            using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
            write(stream);
        });
    }

    /// <summary>The staging path of a file that something else writes, inside <see cref="Guard"/>; its folder is made.</summary>
    /// <param name="name">Path relative to the run.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="ArgumentException">The path leaves the run folder.</exception>
    /// <exception cref="ObjectDisposedException">The run is complete or given up.</exception>
    /// <exception cref="RunStoreException">The folder cannot be made.</exception>
    public string PathOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ObjectDisposedException.ThrowIf(!_isOpen, this);
        string path = Path.GetFullPath(name, StagingPath);
        if (!path.StartsWith(StagingPath + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new ArgumentException($"name is '{name}', which leaves the run folder; use a path below it.", nameof(name));
        }

        Guard(path, () => Directory.CreateDirectory(Path.GetDirectoryName(path)!));
        return path;
    }

    /// <summary>Does something that writes into the run, with faults of the file system translated.</summary>
    /// <param name="path">What is being written, for the message.</param>
    /// <param name="action">The writing.</param>
    /// <exception cref="RunStoreException">The file system refused, for example because the disk is full.</exception>
    public static void Guard(string path, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        try
        {
            action();
        }
        catch (Exception exception) when (RunStoreException.IsFileFault(exception))
        {
            throw RunStoreException.From(exception, path);
        }
    }

    /// <summary>Makes the run appear at <see cref="FinalPath"/>, on disk and all at once; an earlier run there and the checkpoints are removed after.</summary>
    /// <exception cref="ObjectDisposedException">The run is complete or given up.</exception>
    /// <exception cref="RunStoreException">The run cannot be put in place; an earlier run is still there.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(!_isOpen, this);
        string replaced = RunStore.Beside(FinalPath, RunStore.ReplacedPrefix);
        Guard(FinalPath, () =>
        {
            DurableFiles.FlushTree(StagingPath);
            if (Directory.Exists(FinalPath))
            {
                Directory.Move(FinalPath, replaced);
            }

            try
            {
                Directory.Move(StagingPath, FinalPath);
            }
            catch when (Directory.Exists(replaced))
            {
                Directory.Move(replaced, FinalPath);
                throw;
            }

            DurableFiles.FlushFolder(Path.GetDirectoryName(FinalPath)!);
        });
        _isOpen = false;
        DeleteLater(replaced);
        DeleteLater(CheckpointPath);
        _lock.Dispose();
    }

    /// <summary>Gives up a run that is not complete: its files are deleted. Does nothing after <see cref="Complete"/>.</summary>
    public void Dispose()
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        DeleteLater(StagingPath);
        _lock.Dispose();
    }

    /// <summary>Deletes what no longer counts; what cannot be deleted now is cleared away by the next run of the experiment.</summary>
    private static void DeleteLater(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception exception) when (RunStoreException.IsFileFault(exception))
        {
            // Neither a complete run nor the fault that ends an incomplete one may turn into a fault of the clearing up.
        }
    }
}
