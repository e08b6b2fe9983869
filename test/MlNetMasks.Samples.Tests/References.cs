using Microsoft.CodeAnalysis;

namespace MlNetMasks.Samples.Tests;

/// <summary>What a program that references our packages and the backend sees: all assemblies that the test program was started with.</summary>
internal static class References
{
    public static IReadOnlyList<MetadataReference> All { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];
}
