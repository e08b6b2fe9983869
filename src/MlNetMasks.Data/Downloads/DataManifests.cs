using System.Reflection;

namespace MlNetMasks.Data;

/// <summary>The manifests that come with the package.</summary>
public static class DataManifests
{
    private const string Folder = "Manifests/";

    private static readonly Lazy<IReadOnlyList<DataManifest>> Read = new(ReadAll);

    /// <summary>All manifests, in the order of their names.</summary>
    /// <exception cref="InvalidDataException">A manifest of this build is not valid.</exception>
    public static IReadOnlyList<DataManifest> All => Read.Value;

    /// <summary>The manifest of a data set.</summary>
    /// <param name="name">Name of the set, for example <c>scan</c>.</param>
    /// <returns>The manifest; <see langword="null"/> when none has that name.</returns>
    public static DataManifest? Find(string name) => All.FirstOrDefault(manifest => manifest.Name == name);

    private static DataManifest[] ReadAll()
    {
        Assembly assembly = typeof(DataManifests).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
            DataManifest manifest = DataManifest.Parse(reader.ReadToEnd(), $"data/manifests/{name[Folder.Length..]}");
            return name == $"{Folder}{manifest.Name}.json"
                ? manifest
                : throw new InvalidDataException($"data/manifests/{name[Folder.Length..]} describes the data set '{manifest.Name}'; name the file after the set.");
        })];
    }
}
