using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace MlNetMasks.Torch.Runtime;

/// <summary>
/// Answers .NET's question for TorchSharp's native library when the packaged file was not found or was refused by the host (Debian 12,
/// Ubuntu 22.04, RHEL 9). Hosts that load it as it is never ask.
/// </summary>
internal sealed class NativeLoader
{
    private const string LibraryName = "LibTorchSharp";
    private const string LibraryFile = "libLibTorchSharp.so";
    private const string TorchFile = "libtorch.so";
    private const string OldRuntime = "the C++ runtime of this host (libstdc++) is older than GCC 13's";

    private readonly Lock _gate = new();
    private readonly Func<NativeSearch> _search;
    private readonly Func<string, nint> _load;
    private readonly Func<IEnumerable<string>> _roots;
    private nint _handle;
    private bool _isMissing;
    private TorchBackendException? _refusal;
    private string _description = "as packaged";

    /// <summary>A loader of this process.</summary>
    public NativeLoader()
        : this(NativeSearch.OfProcess, NativeLibrary.Load, PatchedLibraryStore.UserRoots)
    {
    }

    /// <summary>A loader with its surroundings given.</summary>
    /// <param name="search">Where the packaged files may be.</param>
    /// <param name="load">Loads a file, or throws <see cref="DllNotFoundException"/>.</param>
    /// <param name="roots">Where a patched copy may be kept, the best first.</param>
    public NativeLoader(Func<NativeSearch> search, Func<string, nint> load, Func<IEnumerable<string>> roots)
    {
        _search = search;
        _load = load;
        _roots = roots;
    }

    /// <summary>The loader that the assembly registers.</summary>
    public static NativeLoader Shared { get; } = new();

    /// <summary>What was done, in words.</summary>
    public string Description
    {
        get
        {
            lock (_gate)
            {
                return _description;
            }
        }
    }

    /// <summary>Loads the library when .NET could not; zero leaves the question to other handlers.</summary>
    /// <exception cref="TorchBackendException">The library is there, but neither it nor a patched copy can be loaded.</exception>
    public nint Resolve(Assembly assembly, string name)
    {
        if (!OperatingSystem.IsLinux() || Path.GetFileNameWithoutExtension(name) is not (LibraryName or "lib" + LibraryName))
        {
            return 0;
        }

        lock (_gate)
        {
            // .NET asks again for every function it binds: the answer is worked out once.
            if (_handle == 0 && _refusal is null && !_isMissing)
            {
                Load();
            }

            return _refusal is null ? _handle : throw _refusal;
        }
    }

    /// <summary>Loads TorchSharp's native library by .NET's own search, this handler included.</summary>
    /// <exception cref="TorchBackendException">It cannot be loaded; the message names cause and remedy.</exception>
    public void EnsureLoaded()
    {
        try
        {
            NativeLibrary.Load(LibraryName, typeof(torch).Assembly, null);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw Explain(exception);
        }
    }

    private void Load()
    {
        var folders = _search();
        var library = folders.Find(LibraryFile);
        var torchLibrary = folders.Find(TorchFile, Path.GetDirectoryName(library));
        _isMissing = library is null || torchLibrary is null;
        if (library is null || torchLibrary is null)
        {
            return;
        }

        try
        {
            // The library needs libtorch beside it or loaded before: in a package cache, and for a copy, it is elsewhere.
            _load(torchLibrary);
            _handle = LoadLibrary(library);
        }
        catch (TorchBackendException exception)
        {
            _refusal = exception;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            _refusal = Explain(exception);
        }
    }

    private nint LoadLibrary(string library)
    {
        try
        {
            return _load(library);
        }
        catch (DllNotFoundException refusal) when (refusal.Message.Contains(ElfPatch.Version, StringComparison.Ordinal))
        {
            return LoadCopy(Patch(library, refusal), refusal);
        }
    }

    private static byte[] Patch(string library, Exception refusal)
    {
        try
        {
            return ElfPatch.Apply(File.ReadAllBytes(library));
        }
        catch (Exception exception) when (exception is ElfPatchRefusedException or IOException or UnauthorizedAccessException)
        {
            throw new TorchBackendException(
                $"'{library}' cannot be loaded: {OldRuntime}, and the library cannot be adapted because {exception.Message.TrimEnd('.')}. Use TorchSharp {TorchVersions.TorchSharp} as it was packaged, or a host with libstdc++ of GCC 13 or newer (Debian 13, Ubuntu 24.04, RHEL 10).",
                refusal);
        }
    }

    private nint LoadCopy(byte[] content, Exception refusal)
    {
        var faults = new List<string>();
        foreach (var root in _roots())
        {
            if (TryLoadCopy(root, content, faults) is var handle and not 0)
            {
                return handle;
            }
        }

        return LoadShortLivedCopy(content, faults) is var last and not 0
            ? last
            : throw new TorchBackendException(
                $"TorchSharp's native library cannot be loaded: {OldRuntime}, and no adapted copy can be kept or loaded ({string.Join("; ", faults)}). Set XDG_CACHE_HOME or TMPDIR to a folder that you may write to and load libraries from (not mounted noexec).",
                refusal);
    }

    // Somebody else may have prepared what a shared temporary folder holds: a new folder each time, and since a loaded library outlives its
    // file, nothing stays behind.
    private nint LoadShortLivedCopy(byte[] content, List<string> faults)
    {
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("mlnetmasks-");
            var handle = TryLoadCopy(folder.FullName, content, faults);
            _description = handle == 0 ? _description : "patched copy, made anew for this process";
            return handle;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add(exception.Message);
            return 0;
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    private nint TryLoadCopy(string root, byte[] content, List<string> faults)
    {
        try
        {
            var path = new PatchedLibraryStore(root).Provide(LibraryFile, content);
            var handle = _load(path);
            _description = "patched copy in the user's cache folder"; // without its path: run folders, which carry this text, are passed on
            return handle;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            faults.Add(exception.Message);
            return 0;
        }
    }

    private TorchBackendException Explain(Exception exception)
    {
        var file = OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : TorchFile;
        var message = _search().Find(file) is { } path
            ? $"libtorch in '{Path.GetDirectoryName(path)}' cannot be loaded: {exception.Message.TrimEnd('.', '\n')}. Check that it belongs to TorchSharp {TorchVersions.TorchSharp}, this operating system and this processor, and restore the packages again."
            : $"libtorch is missing. Add the package TorchSharp-cpu (or TorchSharp-cuda-linux, TorchSharp-cuda-windows), version {TorchVersions.TorchSharp}, to the program that uses this library: dotnet add package TorchSharp-cpu --version {TorchVersions.TorchSharp}";
        return new TorchBackendException(message, exception);
    }
}
