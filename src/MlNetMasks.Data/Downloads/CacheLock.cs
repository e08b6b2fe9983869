namespace MlNetMasks.Data;

/// <summary>
/// Held while a file of the cache is being made; the system releases it when the process ends, however it ends.
/// The lock file itself stays: deleting it would let two processes lock two different files of the same name.
/// </summary>
internal sealed class CacheLock : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly FileStream _file;

    private CacheLock(FileStream file)
    {
        _file = file;
    }

    /// <summary>Takes the lock, and waits while another holder has it.</summary>
    /// <param name="path">Path of the lock file.</param>
    /// <param name="clock">Measures the wait between two tries.</param>
    /// <param name="onWait">Called before each wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DownloadException">The lock file cannot be written.</exception>
    public static async Task<CacheLock> TakeAsync(string path, TimeProvider clock, Action onWait, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return new CacheLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException exception) when (IsHeld(exception))
            {
            }
            catch (Exception exception) when (DownloadException.IsDiskFault(exception))
            {
                throw DownloadException.Unwritable(path, exception);
            }

            onWait();
            await Task.Delay(PollInterval, clock, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    private static bool IsHeld(IOException exception) =>
        OperatingSystem.IsWindows() ? (exception.HResult & 0xFFFF) == 32
        : OperatingSystem.IsMacOS() ? exception.HResult == 35
        : exception.HResult == 11;
}
