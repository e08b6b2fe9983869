namespace MlNetMasks.Experiments.Tests;

/// <summary>Finds the source tree that the tests were built from.</summary>
internal static class RepositoryFolder
{
    public static string Pipelines => Path.Combine(Root, "pipelines");

    public static string Fixtures => Path.Combine(Root, "test", "fixtures");

    private static string Root
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "MlNetMasks.sln")))
                {
                    return folder.FullName;
                }
            }

            throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds MlNetMasks.sln.");
        }
    }
}
