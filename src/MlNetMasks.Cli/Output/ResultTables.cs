using System.Globalization;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Masks;
using Spectre.Console;

namespace MlNetMasks.Cli.Output;

/// <summary>Results as text tables.</summary>
internal static class ResultTables
{
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
        var ranges = records.Where(record => record.Metric is Metrics.Accuracy + Metrics.LowSuffix or Metrics.Accuracy + Metrics.HighSuffix)
            .ToLookup(record => (record.Mask, record.Condition, record.DataSet), record => record.Value);
        var table = TextTable.Create().AddColumn("mask").AddColumn("condition");
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
                .. sets.Select(set => Cell(row.First(record => record.DataSet == set).Value, [.. ranges[(row.Key.Mask, row.Key.Condition, set)]])),
            ]);
        }

        TextTable.Write(output, table);
    }

    /// <summary>An accuracy; that of random masks with the least and the largest draw.</summary>
    private static string Cell(double accuracy, double[] range) => range.Length == 0
        ? accuracy.ToString("0.0000", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{accuracy:0.0000} ({range.Min():0.0000} to {range.Max():0.0000})");
}
