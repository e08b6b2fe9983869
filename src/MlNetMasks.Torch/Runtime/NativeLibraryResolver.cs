using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;

namespace MlNetMasks.Torch.Runtime;

/// <summary>
/// Starts libtorch's bridge on hosts whose C++ runtime is older than the one it was linked against (Debian 12, Ubuntu 22.04, RHEL 9). Where
/// the packaged library loads as it is, the handler never runs.
/// </summary>
internal static class NativeLibraryResolver
{
    private const string Bridge = "LibTorchSharp";
    private const string FileName = "libLibTorchSharp.so";
    private const string Version = "GLIBCXX_3.4.32";
    private const string UnusedSymbol = "_ZSt21ios_base_library_initv";

    private static readonly Lock Gate = new();
    private static NativeLibraryState state = new("as packaged", null);

    /// <summary>What happened so far.</summary>
    public static NativeLibraryState State
    {
        get
        {
            lock (Gate)
            {
                return state;
            }
        }
    }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries", Justification = "A consumer of the package must need no call of its own; registering a handler is cheap and loads nothing.")]
    internal static void Register()
    {
        if (OperatingSystem.IsLinux())
        {
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
        }
    }

    [SupportedOSPlatform("linux")]
    private static nint Resolve(Assembly assembly, string name)
    {
        if (Path.GetFileNameWithoutExtension(name) is not (Bridge or "lib" + Bridge) || Find() is not { } packaged)
        {
            return 0;
        }

        lock (Gate)
        {
            try
            {
                var copy = PatchedLibrary.Place(packaged, ElfWeakVersion.MakeWeak(File.ReadAllBytes(packaged), Version, UnusedSymbol));
                var handle = NativeLibrary.Load(copy);
                state = new NativeLibraryState($"patched copy {copy}", null);
                return handle;
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or DllNotFoundException or BadImageFormatException)
            {
                state = new NativeLibraryState(
                    "not loaded",
                    $"'{packaged}' cannot be loaded: the C++ runtime of this host (libstdc++) is older than GCC 13's, and the library cannot be adapted because {e.Message.TrimEnd('.')}. Use a host with libstdc++ of GCC 13 or newer, or the TorchSharp version that this package was built with.");
                return 0;
            }
        }
    }

    private static string? Find()
    {
        var folders = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"));
        return folders.Select(folder => Path.GetFullPath(Path.Combine(folder, FileName))).FirstOrDefault(File.Exists);
    }
}
