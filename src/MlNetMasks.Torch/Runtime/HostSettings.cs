namespace MlNetMasks.Torch.Runtime;

/// <summary>The process-wide settings of allocator and OpenMP, made before the native library is loaded.</summary>
internal static class HostSettings
{
    /// <summary>Environment variable of the allocator: unset, <c>default</c> or <c>heap</c>.</summary>
    public const string AllocatorVariable = "MLNETMASKS_ALLOCATOR";

    /// <summary>Environment variable of OpenMP: unset or <c>default</c>.</summary>
    public const string OpenMpVariable = "MLNETMASKS_OMP";

    private const string HugePagesVariable = "THP_MEM_ALLOC_ENABLE";
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapThreshold = -3;
    private const int MapMaximum = -4;
    private const int TopPadBytes = 64 << 20;

    // The largest value glibc accepts: half of a thread heap.
    private const int MapThresholdBytes = 32 << 20;

    /// <summary>
    /// Keeps freed memory in the process and lets libtorch ask for huge pages. Blocks above 32 MB stay mappings of their own, because the heap of
    /// glibc before 2.38 cannot reuse aligned blocks of that kind and grows without bound; <c>heap</c> moves them into the heap all the same.
    /// </summary>
    public static RuntimeSetting TuneAllocator(GlibC? library, Func<string, string?> environment, bool loaded, Func<string?> hugePageModes)
    {
        string? mode = environment(AllocatorVariable);
        if (mode == "default")
        {
            return new RuntimeSetting(RuntimeSettingState.OptedOut, $"{AllocatorVariable}=default");
        }

        if (library is null)
        {
            return new RuntimeSetting(RuntimeSettingState.NotSupported, "only the GNU C library is tuned");
        }

        bool heap = mode == "heap";
        bool accepted = library.SetAllocator(TrimThreshold, -1) & library.SetAllocator(TopPad, TopPadBytes);
        accepted &= heap ? library.SetAllocator(MapMaximum, 0) : library.SetAllocator(MapThreshold, MapThresholdBytes);
        if (!accepted)
        {
            return new RuntimeSetting(RuntimeSettingState.NotSupported, "the C library refused the values");
        }

        string blocks = heap ? "every block in the heap" : "blocks above 32 MB mapped";
        string detail = $"freed memory kept, top pad 64 MB, {blocks}, {UseHugePages(library, environment, loaded, hugePageModes())}";
        return new RuntimeSetting(RuntimeSettingState.Applied, detail);
    }

    /// <summary>Lets OpenMP threads sleep at barriers instead of spinning, which costs dearly as soon as anything else runs.</summary>
    public static RuntimeSetting TuneOpenMp(GlibC? library, Func<string, string?> environment, bool loaded)
    {
        if (environment(OpenMpVariable) == "default")
        {
            return new RuntimeSetting(RuntimeSettingState.OptedOut, $"{OpenMpVariable}=default");
        }

        // One of the two set by the user shows an intention that the other must not undo.
        foreach (string name in (string[])["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"])
        {
            if (environment(name) is string value)
            {
                return new RuntimeSetting(RuntimeSettingState.SetByUser, $"{name}={value}");
            }
        }

        if (library is null)
        {
            return new RuntimeSetting(RuntimeSettingState.NotSupported, "only libgomp beside the GNU C library is tuned");
        }

        if (loaded)
        {
            return new RuntimeSetting(RuntimeSettingState.TooLate, "libgomp was loaded before TorchRuntime.Initialize; call it before the first torch call");
        }

        return library.SetEnvironment("OMP_WAIT_POLICY\0"u8, "passive\0"u8) & library.SetEnvironment("GOMP_SPINCOUNT\0"u8, "0\0"u8)
            ? new RuntimeSetting(RuntimeSettingState.Applied, "OMP_WAIT_POLICY=passive, GOMP_SPINCOUNT=0")
            : new RuntimeSetting(RuntimeSettingState.NotSupported, "the C library refused the values");
    }

    /// <summary>Whether libtorch's OpenMP library is mapped into the process already.</summary>
    public static bool IsOpenMpLoaded()
    {
        const string maps = "/proc/self/maps";
        return File.Exists(maps) && File.ReadLines(maps).Any(line => line.Contains("libgomp", StringComparison.Ordinal));
    }

    /// <summary>The kernel's line of huge page modes, such as <c>always [madvise] never</c>, or null.</summary>
    public static string? HugePageModes()
    {
        const string file = "/sys/kernel/mm/transparent_hugepage/enabled";
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    private static string UseHugePages(GlibC library, Func<string, string?> environment, bool loaded, string? modes)
    {
        if (environment(HugePagesVariable) is string value)
        {
            return $"huge pages as {HugePagesVariable}={value} says";
        }

        if (modes is null || modes.Contains("[never]", StringComparison.Ordinal))
        {
            return $"no huge pages on this host ({AllocatorVariable}=heap may be faster for networks wider than 1,400)";
        }

        return !loaded && library.SetEnvironment("THP_MEM_ALLOC_ENABLE\0"u8, "1\0"u8) ? "huge pages asked for" : "huge pages not asked for (libtorch was loaded before)";
    }
}
