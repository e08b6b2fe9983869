using System.Text.RegularExpressions;

namespace MlNetMasks.Samples.Tests;

/// <summary>The C# blocks of README.md by the heading above them.</summary>
internal static partial class Readme
{
    public static string Text { get; } = File.ReadAllText(Repository.PathOf("README.md"));

    public static IReadOnlyDictionary<string, string> Programs { get; } = Read();

    /// <summary>Targets of the links that do not lead to the web.</summary>
    public static IEnumerable<string> LocalLinks => Link().Matches(Text).Select(match => match.Groups[1].Value).Where(target => !target.StartsWith("http", StringComparison.Ordinal));

    private static Dictionary<string, string> Read()
    {
        var programs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match block in Block().Matches(Text))
        {
            programs.Add(Heading().Matches(Text[..block.Index])[^1].Groups[1].Value, block.Groups[1].Value);
        }

        return programs;
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
