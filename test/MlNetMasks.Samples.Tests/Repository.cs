using System.Reflection;

namespace MlNetMasks.Samples.Tests;

/// <summary>Where the tested files are and how the running test program was built.</summary>
internal static class Repository
{
    /// <summary>The folder with <c>MlNetMasks.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Configuration of the running build, for example Release.</summary>
    public static string Configuration => Fact(nameof(Configuration));

    /// <summary>Version of the packages that this build makes.</summary>
    public static string PackageVersion => Fact(nameof(PackageVersion));

    /// <summary>Folder that restored packages lie in.</summary>
    public static string PackagesFolder => Fact(nameof(PackagesFolder));

    /// <summary>Package of the native backend.</summary>
    public static string TorchBackend => Fact(nameof(TorchBackend));

    /// <summary>Version of the native backend.</summary>
    public static string TorchVersion => Fact(nameof(TorchVersion));

    /// <summary>Full path of a file of the repository.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Fact(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == key).Value!;

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MlNetMasks.sln")))
            {
                return folder.FullName;
            }
        }

        throw new AssertInconclusiveException($"No folder above {AppContext.BaseDirectory} holds MlNetMasks.sln: run the tests inside the repository.");
    }
}
