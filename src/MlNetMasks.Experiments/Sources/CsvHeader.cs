using System.Globalization;
using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Experiments.Sources;

/// <summary>The column names of a text file, from its first line.</summary>
internal static class CsvHeader
{
    private const int MaximumListed = 20;
    private const int MaximumShown = 40;

    public static IReadOnlyList<string> Read(CsvLines lines, SourcePlace place)
    {
        var first = lines.Read(place).FirstOrDefault();
        if (first is null)
        {
            throw new PipelineFileException(place, $"'{lines.Path}' is empty; {(lines.HasHeader ? "its first line must hold the column names" : "it must hold a row per example")}.");
        }

        var names = first.Fields.Select((field, index) => lines.HasHeader ? field.Text : string.Create(CultureInfo.InvariantCulture, $"column{index}")).ToList();
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1 || group.Key.Length == 0) is { } bad)
        {
            throw new PipelineFileException(
                place,
                $"the first line of '{lines.Path}' {(bad.Key.Length == 0 ? "leaves a column without a name" : $"names column '{Short(bad.Key)}' {bad.Count()} times")}; names must differ and not be empty. Check header and separator.");
        }

        return names;
    }

    /// <summary>The names as messages list them; a wrong separator makes one long name of them all.</summary>
    public static string List(IReadOnlyList<string> names)
        => string.Join(", ", names.Take(MaximumListed).Select(Short)) + (names.Count > MaximumListed ? $", ... ({names.Count} columns)" : "");

    public static string Short(string text) => text.Length <= MaximumShown ? text : text[..(MaximumShown - 3)] + "...";
}
