using System.Xml.Linq;

namespace MlNetMasks.Masks.Tests;

/// <summary>The architecture: arrows point down only, the ground floor stands alone, versions are written in one place.</summary>
[TestClass]
public sealed class ProjectReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["MlNetMasks.Masks"] = [],
        ["MlNetMasks.Torch"] = ["MlNetMasks.Masks"],
        ["MlNetMasks.Data"] = ["MlNetMasks.Masks"],
        ["MlNetMasks.Analysis"] = ["MlNetMasks.Masks"],
        ["MlNetMasks"] = ["MlNetMasks.Torch", "MlNetMasks.Data", "MlNetMasks.Analysis", "MlNetMasks.Masks"],
        ["MlNetMasks.Experiments"] = ["MlNetMasks", "MlNetMasks.Torch", "MlNetMasks.Data", "MlNetMasks.Analysis", "MlNetMasks.Masks"],
        ["MlNetMasks.Cli"] =
            ["MlNetMasks.Experiments", "MlNetMasks", "MlNetMasks.Torch", "MlNetMasks.Data", "MlNetMasks.Analysis", "MlNetMasks.Masks"],
    };

    private static readonly string[] Required =
    [
        "MlNetMasks.Torch -> MlNetMasks.Masks",
        "MlNetMasks.Data -> MlNetMasks.Masks",
        "MlNetMasks.Analysis -> MlNetMasks.Masks",
        "MlNetMasks -> MlNetMasks.Torch",
        "MlNetMasks -> MlNetMasks.Data",
        "MlNetMasks -> MlNetMasks.Analysis",
        "MlNetMasks.Experiments -> MlNetMasks",
        "MlNetMasks.Cli -> MlNetMasks.Experiments",
    ];

    [TestMethod]
    public void Projects_UnderSrc_AreExactlyTheRoomsOfTheHouse() =>
        CollectionAssert.AreEquivalent(Allowed.Keys, SourceProjects().Select(NameOf).ToArray());

    [TestMethod]
    public void ProjectReferences_UnderSrc_PointDownOnly()
    {
        foreach (string project in SourceProjects())
        {
            string[] above = [.. References(project).Except(Allowed[NameOf(project)])];
            Assert.IsEmpty(above, $"{NameOf(project)} may not reference {string.Join(", ", above)}.");
        }
    }

    [TestMethod]
    public void ProjectReferences_UnderSrc_HoldTheHouseTogether()
    {
        string[] arrows = [.. SourceProjects().SelectMany(project => References(project).Select(reference => $"{NameOf(project)} -> {reference}"))];
        CollectionAssert.IsSubsetOf(Required, arrows);
    }

    [TestMethod]
    public void ProjectReferences_InSharedFiles_DoNotExist()
    {
        // A reference in a props or targets file would reach every project past the rules above.
        foreach (string file in BuildFiles("*.props").Concat(BuildFiles("*.targets")))
        {
            Assert.IsEmpty(Items(file, "ProjectReference").ToArray(), file);
        }
    }

    [TestMethod]
    public void Masks_Packages_AreNone() => Assert.IsEmpty(Packages("MlNetMasks.Masks").ToArray());

    [TestMethod]
    public void Analysis_Packages_HoldNoTorch() =>
        Assert.IsFalse(Packages("MlNetMasks.Analysis").Any(package => package.Contains("Torch", StringComparison.OrdinalIgnoreCase)));

    [TestMethod]
    public void Versions_OfPackages_AreWrittenInOnePlace()
    {
        string central = Path.Combine(Root(), "Directory.Packages.props");
        Assert.IsNotEmpty(Items(central, "PackageVersion").ToArray());
        foreach (string file in BuildFiles("*.csproj").Concat(BuildFiles("*.props")).Concat(BuildFiles("*.targets")).Where(file => file != central))
        {
            Assert.IsEmpty(Items(file, "PackageVersion").ToArray(), file);
            foreach (XElement package in Items(file, "PackageReference").Concat(Items(file, "GlobalPackageReference")))
            {
                string[] names = [.. package.Attributes().Select(attribute => attribute.Name.LocalName), .. package.Elements().Select(element => element.Name.LocalName)];
                Assert.IsFalse(names.Any(name => name is "Version" or "VersionOverride"), $"{file}: {package}");
            }
        }
    }

    private static string Root()
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

    private static IEnumerable<string> SourceProjects() =>
        Directory.GetDirectories(Path.Combine(Root(), "src")).SelectMany(folder => Directory.GetFiles(folder, "*.csproj"));

    private static IEnumerable<string> BuildFiles(string pattern)
    {
        string root = Root();
        return ((string[])["src", "test"])
            .SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), pattern, SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(root, pattern))
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
    }

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> References(string project) => Items(project, "ProjectReference")
        .Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value.Replace('\\', '/')));

    private static IEnumerable<string> Packages(string project) =>
        Items(Path.Combine(Root(), "src", project, project + ".csproj"), "PackageReference").Select(item => item.Attribute("Include")!.Value);

    private static IEnumerable<XElement> Items(string file, string name) => XDocument.Load(file).Descendants().Where(element => element.Name.LocalName == name);
}
