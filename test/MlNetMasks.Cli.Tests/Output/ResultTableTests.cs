using MlNetMasks.Cli.Output;
using MlNetMasks.Masks;

namespace MlNetMasks.Cli.Tests.Output;

[TestClass]
public sealed class ResultTableTests
{
    [TestMethod]
    public void Table_NamesWithBracketsAndManySets_NeitherWrapNorCountAsMarkup()
    {
        var sets = Enumerable.Range(1, 40).Select(i => $"[red]set-{i}[/]").ToList();
        var records = sets.SelectMany(set => new[]
        {
            new ResultRecord("e", "v", 1, Stages.Evaluate, "", "", Condition.Unmasked, set, "", "", null, Metrics.Accuracy, 1),
            new ResultRecord("e", "v", 1, Stages.Evaluate, "[800x4] " + new string('m', 70), "", Condition.Mask, set, "", "", null, Metrics.Accuracy, double.NaN),
        }).ToList();
        using var output = new StringWriter();

        ResultTables.WriteAccuracy(output, records);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(6, lines);
        Assert.AreEqual(lines[0].Length, lines.Max(line => line.TrimEnd().Length));
        Assert.Contains("[red]set-40[/]", lines[1]);
        Assert.Contains("| [800x4] mmmm", lines[4]);
        Assert.Contains("NaN", lines[4]);
    }

    [TestMethod]
    public void Table_RandomMasks_ShowMeanLeastAndLargestDraw()
    {
        var accuracy = new ResultRecord("e", "v", 1, Stages.Evaluate, "add", "", Condition.Mask, "all", "", "", null, Metrics.Accuracy, 0.9);
        var random = accuracy with { Condition = Condition.Random, Value = 0.02 };
        using var output = new StringWriter();

        ResultTables.WriteAccuracy(
            output,
            [accuracy, random, random with { Metric = "accuracy-low", Value = 0.01 }, random with { Metric = "accuracy-high", Value = 0.04 }, random with { Metric = Metrics.Count, Value = 100 }]);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(6, lines);
        Assert.Contains("0.9000 |", lines[3]);
        Assert.Contains("| add  | random    | 0.0200 (0.0100 to 0.0400) |", lines[4]);
    }
}
