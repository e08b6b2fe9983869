namespace MlNetMasks.Experiments.Runs;

/// <summary>A run folder cannot be made, written or completed; nothing half-written is left that looks like a finished run.</summary>
public sealed class RunStoreException : Exception
{
    internal RunStoreException(string path, string reason, string remedy, Exception? innerException = null)
        : base($"{path}: {reason.ReplaceLineEndings(" ").TrimEnd('.', ' ')}; {remedy}", innerException)
    {
        Path = path;
        Remedy = remedy;
    }

    /// <summary>The file or folder concerned.</summary>
    public string Path { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }

    /// <summary>Translates a fault of the file system into one with path and remedy.</summary>
    /// <param name="exception">An <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/> or <see cref="NotSupportedException"/>.</param>
    /// <param name="path">What was being written.</param>
    /// <returns>The exception to throw; <paramref name="exception"/> is kept as its cause.</returns>
    public static RunStoreException From(Exception exception, string path)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            RunStoreException known => known,
            IOException io when IsDiskFull(io) => new(path, $"the disk is full or its quota is used up ({exception.Message.TrimEnd('.')})", "free space or choose another folder with --out.", exception),
            UnauthorizedAccessException => new(path, "writing is not permitted", "change the permissions or choose another folder with --out.", exception),
            _ when System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder && FileInTheWay(folder) is { } file
                => new(path, $"'{file}' is a file, but a folder is needed there", "move the file away or choose another folder with --out.", exception),
            PathTooLongException => new(path, "the path is too long", "choose a shorter folder with --out.", exception),
            _ => new(path, $"writing failed ({exception.Message.TrimEnd('.')})", "check the folder or choose another one with --out.", exception),
        };
    }

    /// <summary>The path itself, or the nearest folder above it, that is a file; <see langword="null"/> when all that exist are folders.</summary>
    internal static string? FileInTheWay(string path)
    {
        for (string? part = System.IO.Path.GetFullPath(path); part is not null; part = System.IO.Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
            {
                return part;
            }
        }

        return null;
    }

    internal static bool IsFileFault(Exception exception) => exception is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>
    /// ENOSPC and EDQUOT on Linux and macOS, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows. Where .NET reserves room for a file before it
    /// writes, Linux's error number is lost and only .NET's own message tells.
    /// </summary>
    private static bool IsDiskFull(IOException exception) =>
        exception.Message.Contains("the disk was full", StringComparison.Ordinal)
        || (OperatingSystem.IsWindows() ? (exception.HResult & 0xFFFF) is 0x70 or 0x27
            : OperatingSystem.IsMacOS() ? exception.HResult is 28 or 69
            : exception.HResult is 28 or 122);
}
