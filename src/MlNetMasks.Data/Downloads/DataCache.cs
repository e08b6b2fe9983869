using System.Security.Cryptography;

namespace MlNetMasks.Data;

/// <summary>The folder of official data files: <c>FOLDER/SET/PATH</c>. What it holds may be deleted at any time and be fetched again.</summary>
public sealed class DataCache
{
    /// <summary>Environment variable that moves the default cache.</summary>
    public const string FolderVariable = "MLNETMASKS_DATA";

    /// <summary>Folder of the default cache, relative to the working folder.</summary>
    public const string DefaultFolder = "data/cache";

    private const int BufferSize = 1 << 17;

    /// <summary>Uses a folder as cache; it need not exist.</summary>
    /// <param name="folder">Path of the folder, not empty; a relative one starts at the working folder.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public DataCache(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = Path.GetFullPath(folder);
    }

    /// <summary>The cache in the folder that <see cref="FolderVariable"/> names, else in <see cref="DefaultFolder"/>; looked up at each call.</summary>
    public static DataCache Default => new(Environment.GetEnvironmentVariable(FolderVariable) is { } folder && !string.IsNullOrWhiteSpace(folder) ? folder : DefaultFolder);

    /// <summary>Full path of the cache.</summary>
    public string Folder { get; }

    /// <summary>Where a file has its place, whether it is there or not.</summary>
    /// <param name="set">Name of the data set, for example <c>scan</c>.</param>
    /// <param name="path">Path of the file as the manifest gives it.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="InvalidDataException">A name could lead out of the cache.</exception>
    public string PathOf(string set, string path) => Place("", set, path);

    /// <summary>Finds a file; it is complete, because unfinished ones have another name, but its content is not compared: see <see cref="VerifyAsync"/>.</summary>
    /// <param name="set">Name of the data set, for example <c>scan</c>.</param>
    /// <param name="path">Path of the file as the manifest gives it.</param>
    /// <returns>The full path; <see langword="null"/> when the cache does not hold the file.</returns>
    /// <exception cref="InvalidDataException">A name could lead out of the cache.</exception>
    public string? Find(string set, string path) => PathOf(set, path) is var found && File.Exists(found) ? found : null;

    /// <summary>Looks at a file without reading it: a file that was verified and has not changed since counts as verified.</summary>
    /// <param name="manifest">The data set.</param>
    /// <param name="file">A file of the set.</param>
    /// <returns>What is there.</returns>
    public DataFileStatus Inspect(DataManifest manifest, DataFile file)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(file);
        FileInfo info = new(PathOf(manifest.Name, file.Path));
        DataFileStatus status = new(manifest.Name, file, info.FullName, DataFileState.Missing, "");
        if (!info.Exists)
        {
            FileInfo part = new(info.FullName + PartFile.Ending);
            return part is { Exists: true, Length: > 0 } ? status with { Detail = $"{part.Length} of {file.Size} bytes are fetched" } : status;
        }

        if (info.Length != file.Size)
        {
            return status with { State = DataFileState.Damaged, Detail = $"it has {info.Length} bytes, expected {file.Size}" };
        }

        return status with { State = CacheReceipt.IsValid(ReceiptOf(manifest.Name, file), info.FullName, file) ? DataFileState.Verified : DataFileState.Unverified };
    }

    /// <summary>Reads a file and compares size and SHA-256 with the manifest.</summary>
    /// <param name="manifest">The data set.</param>
    /// <param name="file">A file of the set.</param>
    /// <param name="progress">Told after each block; default nobody.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    /// <returns>What is there, never <see cref="DataFileState.Unverified"/>.</returns>
    /// <exception cref="DownloadException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public async Task<DataFileStatus> VerifyAsync(
        DataManifest manifest, DataFile file, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        DataFileStatus status = Inspect(manifest, file);
        if (status.State is DataFileState.Missing or DataFileState.Damaged)
        {
            return status;
        }

        string found = await HashAsync(status.Path, count => progress?.Report(new(manifest.Name, file, DownloadActivity.Checking, Math.Min(count, file.Size))), cancellation)
            .ConfigureAwait(false);
        if (found != file.Sha256)
        {
            return status with { State = DataFileState.Damaged, Detail = $"its sha256 is {found}, expected {file.Sha256}" };
        }

        CacheReceipt.Write(ReceiptOf(manifest.Name, file), status.Path, file);
        return status with { State = DataFileState.Verified };
    }

    internal string ReceiptOf(string set, DataFile file) => Place(".verified", set, file.Path);

    internal string LockOf(string set, DataFile file) => Place(".locks", set, file.Path) + ".lock";

    /// <summary>SHA-256 of a file in lower-case hexadecimal digits.</summary>
    internal static async Task<string> HashAsync(string path, Action<long> onBlock, CancellationToken cancellation)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[BufferSize];
            long count = 0;
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                onBlock(count += read);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception exception) when (DownloadException.IsDiskFault(exception))
        {
            throw new DownloadException($"Cannot read '{path}': {exception.Message.TrimEnd('.')}. Permit reading it, or delete it and fetch it again.", exception);
        }
    }

    private string Place(string area, string set, string path) => Path.Combine([Folder, area, DataManifest.CheckedName(set), .. DataFile.Checked(path).Split('/')]);
}
