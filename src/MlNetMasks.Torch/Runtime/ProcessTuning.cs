using System.Runtime.InteropServices;

namespace MlNetMasks.Torch.Runtime;

/// <summary>
/// The two process-wide settings that CPU training needs on Linux with glibc, made once before the first tensor. The environment variable
/// <c>MLNETMASKS_ALLOCATOR=default</c> leaves the allocator alone, <c>MLNETMASKS_OMP=default</c> leaves OpenMP alone.
/// </summary>
internal static partial class ProcessTuning
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int TopPad = -2;        // M_TOP_PAD
    private const int MaximumMaps = -4;   // M_MMAP_MAX
    private const int TopPadBytes = 64 << 20;

    /// <summary>
    /// Keeps large blocks in the process: glibc returns every block above 32 MB to the kernel at once, so each step of a large network would
    /// fault hundreds of megabytes in again.
    /// </summary>
    /// <returns>What was done, in words.</returns>
    public static string TuneAllocator()
    {
        if (!OperatingSystem.IsLinux() || IsLeftAlone("MLNETMASKS_ALLOCATOR"))
        {
            return "default";
        }

        try
        {
            var done = SetAllocator(MaximumMaps, 0) & SetAllocator(TrimThreshold, int.MaxValue) & SetAllocator(TopPad, TopPadBytes);
            return done == 1 ? "glibc, large blocks kept" : "default (mallopt refused)";
        }
        catch (EntryPointNotFoundException)
        {
            return "default (no mallopt in this C library)";
        }
    }

    /// <summary>Lets OpenMP's threads sleep at barriers: spinning, they slow a busy machine down twentyfold. Settings of the user win.</summary>
    /// <returns>What was done, in words.</returns>
    public static string TuneOpenMp()
    {
        if (!OperatingSystem.IsLinux() || IsLeftAlone("MLNETMASKS_OMP"))
        {
            return "default";
        }

        // Environment.SetEnvironmentVariable does not reach native code on Linux, and libgomp reads its variables when it is loaded.
        var done = SetEnvironment("OMP_WAIT_POLICY", "passive", overwrite: 0) | SetEnvironment("GOMP_SPINCOUNT", "0", overwrite: 0);
        return done == 0 ? "passive waiting" : "default (setenv refused)";
    }

    /// <summary>Version of glibc, or <see langword="null"/> on other systems.</summary>
    public static string? LibraryVersion()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Marshal.PtrToStringAnsi(GlibcVersion()) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static bool IsLeftAlone(string variable) => Environment.GetEnvironmentVariable(variable) == "default";

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAllocator(int parameter, int value);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "gnu_get_libc_version")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GlibcVersion();
}
