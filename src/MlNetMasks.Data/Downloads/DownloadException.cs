namespace MlNetMasks.Data;

/// <summary>A file could not be brought into the cache, or the cache cannot be used; the message names the file, what happened and what to do.</summary>
public sealed class DownloadException : IOException
{
    /// <summary>Describes the fault.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="inner">Cause; default none.</param>
    public DownloadException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    internal static bool IsDiskFault(Exception exception) => exception is IOException or UnauthorizedAccessException;

    internal static DownloadException Unwritable(string path, Exception cause) => new(
        $"Cannot write '{path}': {cause.Message.TrimEnd('.')}. Free space or permit writing there, or choose another folder for the cache with the environment variable {DataCache.FolderVariable}.",
        cause);
}
