using System.Globalization;
using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.Tests.Running;

/// <summary>A column of a user's own file that says how often a row counts.</summary>
[TestClass]
public sealed class CsvMembershipTests
{
    private const string Pipeline = """
        experiment: counted
        data: { source: csv, path: rows.csv, label: kind, features: [x, y], validation_share: 0.5 }
        network: { kind: feed-forward, hidden: [4] }
        pretrain: { steps: 2, batch_size: 8, rows: { member_of: times } }
        masks:
          defaults: { steps: 2, batch_size: 8 }
          functions:
            - { name: counted, rows: { member_of: times } }
            - { name: all }
        evaluate:
          sets:
            - { name: counted, rows: { member_of: times } }
            - { name: once, rows: { column: times, equals: 3 } }
        """;

    [TestMethod]
    public void Run_SetOfACsvFile_CountsItsRowsAsOftenAsTheColumnSays()
    {
        using var folder = new TemporaryFolder();

        var outcome = ExperimentRunner.Run(Load(folder, "3"), 1, new RunOptions { OutputRoot = folder.Path });

        var counts = outcome.Run.Records.Where(record => record is { Metric: Metrics.Count, Condition: Condition.Unmasked }).ToDictionary(record => record.DataSet, record => record.Value);
        Assert.IsGreaterThan(0, counts["once"]);
        Assert.AreEqual(3 * counts["once"], counts["counted"]);
    }

    [TestMethod]
    [DataRow("often")]
    [DataRow("-1")]
    [DataRow("0.5")]
    [DataRow("")]
    public void Check_CountThatIsNone_NamesTheRowOfTheFile(string times)
    {
        using var folder = new TemporaryFolder();

        var fault = Assert.ThrowsExactly<PipelineFileException>(() => ExperimentRunner.Check(Load(folder, times), 1));

        Assert.Contains("rows.csv: line 3, column 5: 'times' is", fault.Message);
        Assert.Contains("expected a whole number from 0", fault.Message);
    }

    private static ExperimentPlan Load(TemporaryFolder folder, string times)
    {
        var rows = Enumerable.Range(0, 80).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 7},{i % 3},{(i == 1 ? times : i % 4 == 0 ? "0" : "3")},{(i % 2 == 0 ? "even" : "odd")}"));
        File.WriteAllLines(Path.Combine(folder.Path, "rows.csv"), rows.Prepend("x,y,times,kind"));
        var file = Path.Combine(folder.Path, "counted.yaml");
        File.WriteAllText(file, Pipeline);
        return PipelineFile.Load(file).Resolve();
    }
}
