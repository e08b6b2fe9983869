namespace MlNetMasks.Data;

/// <summary>Where the work on a file stands.</summary>
/// <param name="Set">Name of the data set.</param>
/// <param name="File">The file.</param>
/// <param name="Activity">What is being done.</param>
/// <param name="ByteCount">Bytes received, or checked, 0 to the file's size.</param>
/// <param name="Note">When retrying the reason, else empty.</param>
public readonly record struct DownloadProgress(string Set, DataFile File, DownloadActivity Activity, long ByteCount, string Note = "");
