using System.Globalization;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Masks;
using Spectre.Console;

namespace MlNetMasks.Cli.Output;

/// <summary>Results as text tables.</summary>
internal static class ResultTables
{
    private const int Unlimited = 1_000_000;

    public static void Write(TextWriter output, RunOutcome outcome)
    {
        var info = outcome.Run.Info;
        output.WriteLine($"{info.Experiment}, variant {info.Variant}, seed {info.Seed}: {Durations.Text(TimeSpan.FromSeconds(info.ElapsedSeconds))}");
        WriteAccuracy(output, outcome.Run.Records);
        foreach (var gate in outcome.Gates)
        {
            output.WriteLine(gate.Message);
        }

        output.WriteLine($"report: {Path.Combine(outcome.Directory, "report.html")}");
    }

    public static void WriteAccuracy(TextWriter output, IReadOnlyList<ResultRecord> records)
    {
        var accuracies = records.Where(record => record.Metric == Metrics.Accuracy && record.Condition != Condition.None).ToList();
        var sets = accuracies.Select(record => record.DataSet).Distinct().ToList();
        var table = new Table().Border(TableBorder.Ascii).AddColumn("mask").AddColumn("condition");
        foreach (var set in sets)
        {
            table.AddColumn(new TableColumn(Markup.Escape(set)).RightAligned());
        }

        foreach (var row in accuracies.GroupBy(record => (record.Mask, record.Condition)))
        {
            table.AddRow(
            [
                Markup.Escape(row.Key.Mask.Length > 0 ? row.Key.Mask : "-"),
                ConditionNames.ToText(row.Key.Condition),
                .. sets.Select(set => row.First(record => record.DataSet == set).Value.ToString("0.0000", CultureInfo.InvariantCulture)),
            ]);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Unlimited; // a table in a log must not wrap
        console.Write(table);
    }
}
