using System.Reflection;
using TorchSharp;

namespace MlNetMasks.Torch.Runtime;

/// <summary>The versions of the managed library and of the native library it was built for, read without loading native code.</summary>
internal static class TorchVersions
{
    /// <summary>The version of TorchSharp, such as 0.107.0.</summary>
    public static string TorchSharp { get; } = ReadTorchSharp();

    /// <summary>The version of libtorch, such as 2.10.0.0.</summary>
    public static string LibTorch => torch.__version__;

    private static string ReadTorchSharp()
    {
        var assembly = typeof(torch).Assembly;
        string? version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? assembly.GetName().Version?.ToString(3) ?? "unknown";
    }
}
