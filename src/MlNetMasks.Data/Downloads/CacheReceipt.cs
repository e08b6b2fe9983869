using System.Globalization;

namespace MlNetMasks.Data;

/// <summary>
/// Remembers that a file of the cache was compared with its manifest, so that gigabytes need not be hashed at every look.
/// A receipt holds for one SHA-256, size and time of last change; without a valid one the file is hashed again.
/// </summary>
internal static class CacheReceipt
{
    public static bool IsValid(string receipt, string path, DataFile file)
    {
        try
        {
            return File.ReadAllText(receipt) == Text(path, file);
        }
        catch (Exception exception) when (DownloadException.IsDiskFault(exception))
        {
            return false;
        }
    }

    /// <summary>Writes a receipt; a cache that only can be read goes without.</summary>
    public static void Write(string receipt, string path, DataFile file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(receipt)!);
            File.WriteAllText(receipt, Text(path, file));
        }
        catch (Exception exception) when (DownloadException.IsDiskFault(exception))
        {
        }
    }

    private static string Text(string path, DataFile file)
    {
        FileInfo info = new(path);
        return string.Create(CultureInfo.InvariantCulture, $"{file.Sha256} {info.Length} {info.LastWriteTimeUtc.Ticks}\n");
    }
}
