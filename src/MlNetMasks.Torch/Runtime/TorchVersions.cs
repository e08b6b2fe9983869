using System.Reflection;
using TorchSharp;

namespace MlNetMasks.Torch.Runtime;

/// <summary>Versions of TorchSharp, read without a torch call: the first one loads native code.</summary>
internal static class TorchVersions
{
    /// <summary>The version of TorchSharp, such as 0.107.0.</summary>
    public static string TorchSharp { get; } =
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? typeof(torch).Assembly.GetName().Version?.ToString(3)
        ?? "unknown";

    /// <summary>The version of the packages with libtorch that this TorchSharp was built for, such as 2.10.0, or null if it does not say.</summary>
    public static string? LibTorchPackage { get; } =
        typeof(torch).GetField("libtorchPackageVersion", BindingFlags.Static | BindingFlags.NonPublic) is { IsLiteral: true } field
        && Version.TryParse(field.GetRawConstantValue() as string, out var version)
            ? version.ToString(3)
            : null;
}
