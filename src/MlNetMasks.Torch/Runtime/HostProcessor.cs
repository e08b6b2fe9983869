namespace MlNetMasks.Torch.Runtime;

/// <summary>What the processor calls itself.</summary>
internal static class HostProcessor
{
    private const string Unknown = "unknown";

    public static string Name()
    {
        try
        {
            return OperatingSystem.IsLinux() ? NameIn(File.ReadLines("/proc/cpuinfo"))
                : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") is { Length: > 0 } name ? name : Unknown;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unknown; // the report must not fail because a machine hides its name
        }
    }

    /// <summary>The name in the lines of <c>/proc/cpuinfo</c>; not every architecture gives one.</summary>
    public static string NameIn(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.OrdinalIgnoreCase));
        var name = line is null ? "" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return name.Length > 0 ? name : Unknown;
    }
}
