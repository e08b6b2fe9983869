namespace MlNetMasks.Experiments.Runs;

/// <summary>
/// Held while a run is being written; the system releases it when the process ends, however it ends.
/// The lock file itself stays: deleting it would let two processes lock two different files of the same name.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file)
    {
        _file = file;
    }

    /// <summary>The lock, or <see langword="null"/> when another holder has it.</summary>
    public static RunLock? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new RunLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    private static bool IsHeld(IOException exception) =>
        OperatingSystem.IsWindows() ? (exception.HResult & 0xFFFF) == 32
        : OperatingSystem.IsMacOS() ? exception.HResult == 35
        : exception.HResult == 11;
}
