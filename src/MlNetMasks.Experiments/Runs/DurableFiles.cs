using System.Runtime.InteropServices;
using System.Text;

namespace MlNetMasks.Experiments.Runs;

/// <summary>Brings files and folder entries to the disk, so that a finished run survives a power cut.</summary>
internal static class DurableFiles
{
    /// <summary>Flushes every file below the folder, then the folders themselves, deepest first.</summary>
    public static void FlushTree(string folder)
    {
        foreach (string child in Directory.EnumerateDirectories(folder))
        {
            FlushTree(child);
        }

        foreach (string file in Directory.EnumerateFiles(folder))
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }

        FlushFolder(folder);
    }

    /// <summary>Flushes the entries of a folder where the system can (not on Windows); a file system that cannot is no fault.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(Encoding.UTF8.GetBytes(Path.GetFullPath(folder) + '\0'), 0);
        if (descriptor >= 0)
        {
            _ = Synchronize(descriptor);
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
