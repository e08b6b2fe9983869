#pragma warning disable CA2101, SYSLIB1054, CA1806, IDE1006, CS1591, CA5392
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text;

namespace MlNetMasks.Torch;

/// <summary>Starts libtorch (first form; the full runtime replaces this file).</summary>
public static class TorchRuntime
{
    private static readonly Lazy<bool> Started = new(() =>
    {
        _ = mallopt(-4, 0);
        _ = mallopt(-1, int.MaxValue);
        _ = mallopt(-2, 512 << 20);
        _ = setenv("OMP_WAIT_POLICY", "passive", 0);
        _ = setenv("GOMP_SPINCOUNT", "0", 0);
        return true;
    });

    /// <summary>Makes process-wide settings once.</summary>
    public static void Initialize() => _ = Started.Value;

    /// <summary>Chooses threads until disposed.</summary>
    /// <param name="count">Threads.</param>
    /// <returns>A scope.</returns>
    public static IDisposable UseThreads(int count) => new ThreadScope(count);

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Package consumers need no call of their own.")]
    internal static void Register() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
    {
        if (!name.Contains("LibTorchSharp", StringComparison.Ordinal))
        {
            return 0;
        }

        var folders = ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(':').Append(AppContext.BaseDirectory);
        var file = folders.Select(folder => Path.Combine(folder, "libLibTorchSharp.so")).FirstOrDefault(File.Exists);
        if (file is null)
        {
            return 0;
        }

        var target = Path.Combine(Path.GetTempPath(), "mlnetmasks-native-" + Environment.UserName);
        Directory.CreateDirectory(target);
        foreach (var other in Directory.GetFiles(Path.GetDirectoryName(file)!, "*.so*"))
        {
            var link = Path.Combine(target, Path.GetFileName(other));
            File.Delete(link);
            if (other != file)
            {
                File.CreateSymbolicLink(link, other);
            }
        }

        var bytes = File.ReadAllBytes(file);
        var sections = BitConverter.ToInt64(bytes, 0x28);
        for (var i = 0; i < BitConverter.ToUInt16(bytes, 0x3C); i++)
        {
            var section = (int)sections + (i * BitConverter.ToUInt16(bytes, 0x3A));
            if (BitConverter.ToUInt32(bytes, section + 4) != 0x6ffffffe)
            {
                continue;
            }

            var strings = (int)BitConverter.ToInt64(bytes, (int)sections + (BitConverter.ToInt32(bytes, section + 40) * BitConverter.ToUInt16(bytes, 0x3A)) + 24);
            for (var need = (int)BitConverter.ToInt64(bytes, section + 24); ; need += BitConverter.ToInt32(bytes, need + 12))
            {
                var entry = need + BitConverter.ToInt32(bytes, need + 8);
                for (var k = 0; k < BitConverter.ToUInt16(bytes, need + 2); k++, entry += BitConverter.ToInt32(bytes, entry + 12))
                {
                    var text = strings + BitConverter.ToInt32(bytes, entry + 8);
                    if (Encoding.ASCII.GetString(bytes, text, Array.IndexOf(bytes, (byte)0, text) - text) == "GLIBCXX_3.4.32")
                    {
                        bytes[entry + 4] |= 2;
                    }
                }

                if (BitConverter.ToInt32(bytes, need + 12) == 0)
                {
                    break;
                }
            }
        }

        var copy = Path.Combine(target, $"libLibTorchSharp-{Environment.ProcessId}.so");
        File.WriteAllBytes(copy, bytes);
        return NativeLibrary.Load(copy);
    };

    [DllImport("libc")]
    private static extern int mallopt(int parameter, int value);

    [DllImport("libc", CharSet = CharSet.Ansi)]
    private static extern int setenv(string name, string value, int overwrite);

    private sealed class ThreadScope : IDisposable
    {
        private readonly int _before = TorchSharp.torch.get_num_threads();

        public ThreadScope(int count) => TorchSharp.torch.set_num_threads(count);

        public void Dispose() => TorchSharp.torch.set_num_threads(_before);
    }
}
