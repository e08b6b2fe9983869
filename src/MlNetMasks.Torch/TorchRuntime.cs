using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MlNetMasks.Torch.Runtime;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>Starts libtorch, once per process, with the settings that training on a CPU needs.</summary>
public static class TorchRuntime
{
    private static readonly Lazy<(string Allocator, string OpenMp)> Started = new(Start);

    /// <summary>
    /// Makes the process-wide settings (allocator, OpenMP) and loads libtorch. Every entry of the engine calls it; call it yourself only if
    /// your program touches TorchSharp before it touches this library.
    /// </summary>
    /// <exception cref="TorchBackendException">libtorch cannot be loaded; the message says what to do.</exception>
    public static void Initialize() => _ = Started.Value;

    /// <summary>Chooses libtorch's threads until the scope is disposed; the setting is one per process.</summary>
    /// <param name="count">Threads, at least 1.</param>
    /// <returns>Restores the earlier number.</returns>
    public static IDisposable UseThreads(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Initialize();
        return new ThreadScope(count);
    }

    /// <summary>Describes the machine and what was done; never throws because of the machine.</summary>
    /// <returns>The facts.</returns>
    public static TorchRuntimeReport Inspect()
    {
        var facts = new List<KeyValuePair<string, string>>();
        var fault = "";
        try
        {
            Initialize();
            Add("libtorch", __version__);
            Add("native library", NativeLoader.Shared.Description);
            Add("allocator", Started.Value.Allocator);
            Add("OpenMP", Started.Value.OpenMp);
            Add("threads", get_num_threads().ToString(CultureInfo.InvariantCulture));
            Add("device", cuda.is_available() ? "cpu, cuda" : "cpu");
        }
        catch (TorchBackendException e)
        {
            fault = e.Message;
            Add("libtorch", fault);
        }

        Add("SIMD width", $"{SimdBits()} bits");
        Add("processor", HostProcessor.Name());
        Add("processors", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
        Add("C library", GlibC.OfProcess() is { } library ? $"glibc {library.Version}" : "not glibc");
        Add("system", $"{RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture})");
        Add(".NET", RuntimeInformation.FrameworkDescription);
        return new TorchRuntimeReport(fault.Length == 0, facts);

        void Add(string name, string value) => facts.Add(new KeyValuePair<string, string>(name, value));
    }

    private static int SimdBits()
        => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static (string Allocator, string OpenMp) Start()
    {
        var library = GlibC.OfProcess();
        var isLoaded = HostSettings.IsOpenMpLoaded();
        var allocator = HostSettings.TuneAllocator(library, Environment.GetEnvironmentVariable, isLoaded, HostSettings.HugePageModes);
        var openMp = HostSettings.TuneOpenMp(library, Environment.GetEnvironmentVariable, isLoaded);
        NativeLoader.Shared.EnsureLoaded();
        InitializeDeviceType(TorchSharp.DeviceType.CPU);
        return (allocator.ToString(), openMp.ToString());
    }

    private sealed class ThreadScope : IDisposable
    {
        private readonly int _before = get_num_threads();

        public ThreadScope(int count) => set_num_threads(count);

        public void Dispose() => set_num_threads(_before);
    }
}
