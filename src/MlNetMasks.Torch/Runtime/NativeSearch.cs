using System.Runtime.InteropServices;
using TorchSharp;

namespace MlNetMasks.Torch.Runtime;

/// <summary>Finds the packaged native libraries in the folders where .NET and TorchSharp look for them.</summary>
internal sealed class NativeSearch
{
    /// <summary>Searches an explicit list of folders; those that do not exist are left out.</summary>
    public NativeSearch(IEnumerable<string> folders) =>
        Folders = [.. folders.Where(Directory.Exists).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];

    /// <summary>The existing folders, in the order of the search.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>The folders of this process.</summary>
    public static NativeSearch OfProcess() => new(ProcessFolders());

    /// <summary>The full path of a file, or null; a preferred folder is searched first.</summary>
    public string? Find(string fileName, string? preferredFolder = null)
    {
        IEnumerable<string> folders = preferredFolder is null ? Folders : Folders.Prepend(preferredFolder);
        return folders.Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);
    }

    /// <summary>The package folders beside a TorchSharp.dll that was loaded straight from the package cache, as notebooks do.</summary>
    public static IEnumerable<string> PackageFolders(string assemblyFolder, string backendVersion, string rid)
    {
        var package = Path.GetFullPath(Path.Combine(assemblyFolder, "..", ".."));
        yield return Path.Combine(package, "runtimes", rid, "native");
        var cache = Path.GetFullPath(Path.Combine(package, "..", ".."));
        yield return Path.Combine(cache, $"libtorch-cpu-{rid}", backendVersion, "runtimes", rid, "native");
    }

    private static IEnumerable<string> ProcessFolders()
    {
        var rid = Rid();
        if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is string listed)
        {
            foreach (string folder in listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            {
                yield return folder;
            }
        }

        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", rid, "native");

        string? assemblyFolder = Path.GetDirectoryName(typeof(torch).Assembly.Location);
        if (string.IsNullOrEmpty(assemblyFolder))
        {
            yield break;
        }

        yield return assemblyFolder;
        yield return Path.Combine(assemblyFolder, "runtimes", rid, "native");
        foreach (var folder in PackageFolders(assemblyFolder, TorchVersions.LibTorchPackage ?? "", rid))
        {
            yield return folder;
        }
    }

    private static string Rid()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? $"{system}-arm64" : $"{system}-x64";
    }
}
