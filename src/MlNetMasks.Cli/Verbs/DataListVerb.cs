using System.CommandLine;
using MlNetMasks.Cli.Output;
using MlNetMasks.Data;
using Spectre.Console;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks data list</c></summary>
internal static class DataListVerb
{
    public static Command Create(Session session)
    {
        var cache = DataVerb.CacheOption();
        var command = new Command("list", "Lists the data sets with their files, sizes, licence and what the cache holds; reads no file.") { cache };
        command.SetAction(parsed => session.Guard(() =>
        {
            var folder = DataVerb.CacheOf(parsed, cache);
            session.Output.WriteLine($"cache: {folder.Folder}");
            foreach (var manifest in DataManifests.All)
            {
                Write(session.Output, manifest, folder);
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static void Write(TextWriter output, DataManifest manifest, DataCache cache)
    {
        output.WriteLine();
        output.WriteLine($"{manifest.Name}: {manifest.Title}; {ByteCounts.Text(manifest.Files.Sum(file => file.Size))}");
        output.WriteLine($"  licence: {manifest.Licence}; {manifest.Homepage}");
        output.WriteLine($"  cite: {manifest.Citation}");
        var table = TextTable.Create().AddColumn("file").AddColumn(new TableColumn("size").RightAligned()).AddColumn("state");
        foreach (var file in manifest.Files)
        {
            table.AddRow(Markup.Escape(file.Path), ByteCounts.Text(file.Size), Markup.Escape(DataVerb.Text(cache.Inspect(manifest, file))));
        }

        TextTable.Write(output, table);
    }
}
