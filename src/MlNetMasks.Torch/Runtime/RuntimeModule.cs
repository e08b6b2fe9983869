using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace MlNetMasks.Torch.Runtime;

/// <summary>Registers the native loader, so that programs which only reference the package need no call of their own.</summary>
internal static class RuntimeModule
{
    /// <summary>Registers the handler; loads nothing.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries", Justification = "The handler must be there before the first torch call of any consumer, and it only registers.")]
    internal static void Register()
    {
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += NativeLoader.Shared.Resolve;
        if (AssemblyLoadContext.GetLoadContext(typeof(RuntimeModule).Assembly) is AssemblyLoadContext own && own != AssemblyLoadContext.Default)
        {
            own.ResolvingUnmanagedDll += NativeLoader.Shared.Resolve;
        }
    }
}
