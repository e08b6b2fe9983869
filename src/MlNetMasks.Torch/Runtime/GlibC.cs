using System.Runtime.InteropServices;

namespace MlNetMasks.Torch.Runtime;

/// <summary>The few calls into the GNU C library that .NET does not offer.</summary>
internal sealed unsafe class GlibC
{
    private readonly delegate* unmanaged<int, int, int> _mallopt;
    private readonly delegate* unmanaged<byte*, byte*, int, int> _setEnvironment;

    private GlibC(nint mallopt, nint setEnvironment, nint getVersion)
    {
        _mallopt = (delegate* unmanaged<int, int, int>)mallopt;
        _setEnvironment = (delegate* unmanaged<byte*, byte*, int, int>)setEnvironment;
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)getVersion)()) ?? "unknown";
    }

    /// <summary>The version, such as 2.36.</summary>
    public string Version { get; }

    /// <summary>The library of this process, or null where another C library is used.</summary>
    public static GlibC? OfProcess() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out nint library)
        && NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out nint getVersion)
        && NativeLibrary.TryGetExport(library, "mallopt", out nint mallopt)
        && NativeLibrary.TryGetExport(library, "setenv", out nint setEnvironment)
            ? new GlibC(mallopt, setEnvironment, getVersion)
            : null;

    /// <summary>Sets one parameter of malloc; true when the library accepted it.</summary>
    public bool SetAllocator(int parameter, int value) => _mallopt(parameter, value) == 1;

    /// <summary>Sets a variable that native code sees (.NET's own setter does not reach it), unless it is set.</summary>
    public bool SetEnvironment(ReadOnlySpan<byte> terminatedName, ReadOnlySpan<byte> terminatedValue)
    {
        fixed (byte* name = terminatedName)
        fixed (byte* value = terminatedValue)
        {
            return _setEnvironment(name, value, 0) == 0;
        }
    }
}
