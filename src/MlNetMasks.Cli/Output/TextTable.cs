using Spectre.Console;

namespace MlNetMasks.Cli.Output;

/// <summary>Tables as plain text.</summary>
internal static class TextTable
{
    private const int Unlimited = 1_000_000;

    public static Table Create() => new Table().Border(TableBorder.Ascii);

    /// <summary>Writes a table without colours, each row on one line: a table in a log must not wrap.</summary>
    public static void Write(TextWriter output, Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Unlimited;
        console.Write(table);
    }
}
