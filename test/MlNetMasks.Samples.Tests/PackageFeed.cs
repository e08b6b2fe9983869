using System.IO.Compression;
using System.Xml.Linq;

namespace MlNetMasks.Samples.Tests;

/// <summary>Our packages, packed from the running build into a folder that serves as a feed.</summary>
internal sealed class PackageFeed : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private PackageFeed()
    {
    }

    /// <summary>The folder with the <c>.nupkg</c> files.</summary>
    public string Path => _folder.PathOf("feed");

    /// <summary>
    /// A packages folder with everything that is restored on this machine but our own packages: consumers find the backend's half gigabyte
    /// there without copying it, and never an older build of ours.
    /// </summary>
    /// <remarks>Links need a privilege on Windows; the whole packages folder serves there.</remarks>
    public string Fallback => OperatingSystem.IsWindows() ? Repository.PackagesFolder : _folder.PathOf("fallback");

    public static async Task<PackageFeed> Pack()
    {
        var feed = new PackageFeed();
        await ChildProcess.DotNet(
            Repository.Root, "pack", "MlNetMasks.sln", "--no-build", "-c", Repository.Configuration, "-o", feed.Path, $"-p:Version={Repository.PackageVersion}");
        if (!OperatingSystem.IsWindows())
        {
            feed.LinkOtherPackages();
        }

        return feed;
    }

    /// <summary>The packages by name: the <c>.nuspec</c> and the names of all files.</summary>
    public IReadOnlyDictionary<string, (XElement Metadata, IReadOnlyList<string> Files)> Read()
    {
        var packages = new Dictionary<string, (XElement, IReadOnlyList<string>)>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(Path, "*.nupkg"))
        {
            using var archive = ZipFile.OpenRead(path);
            using var stream = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
            var metadata = XDocument.Load(stream).Root!.Elements().Single();
            packages.Add(metadata.Elements().Single(element => element.Name.LocalName == "id").Value, (metadata, [.. archive.Entries.Select(entry => entry.FullName)]));
        }

        return packages;
    }

    public void Dispose() => _folder.Dispose();

    private void LinkOtherPackages()
    {
        Directory.CreateDirectory(Fallback);
        foreach (var package in new DirectoryInfo(Repository.PackagesFolder).EnumerateDirectories())
        {
            if (!package.Name.StartsWith("mlnetmasks", StringComparison.OrdinalIgnoreCase))
            {
                Directory.CreateSymbolicLink(System.IO.Path.Combine(Fallback, package.Name), package.FullName);
            }
        }
    }
}
