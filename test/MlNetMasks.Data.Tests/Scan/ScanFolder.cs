namespace MlNetMasks.Data.Tests.Scan;

/// <summary>Files of the official form, made from the rules, in a folder that goes with the object.</summary>
internal sealed class ScanFolder : IDisposable
{
    public ScanFolder(int seed)
    {
        var membership = ScanMembership.FromRules(seed);
        foreach (ScanSet set in Enum.GetValues<ScanSet>())
        {
            string path = FileOf(set);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.WriteAllLines(path, Enumerable.Range(0, ScanGrammar.CommandCount).SelectMany(command => Enumerable.Repeat(Line(command), membership.Count(set, command))));
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("scan").FullName;

    public static string Line(int command) => $"IN: {ScanGrammar.CommandText(command)} OUT: {ScanGrammar.ActionText(command)}";

    public string FileOf(ScanSet set) => System.IO.Path.Combine(Path, ScanFiles.PathOf(set));

    public void Change(ScanSet set, Func<string[], IEnumerable<string>> change) => File.WriteAllLines(FileOf(set), change(File.ReadAllLines(FileOf(set))));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
