using System.Text;

namespace MlNetMasks.Cli.Tests.BadInput;

[TestClass]
public sealed class BadTableTests
{
    public static IEnumerable<object[]> Tables =>
    [
        ["empty", "", "tiny-csv.yaml: line 2, column 28: '", "table.csv' is empty; its first line must hold the column names."],
        ["only blank lines", "\n  \n", "table.csv' is empty"],
        ["header only", "x,y,kind\n", "table.csv' has column names but no rows; give it a row per example."],
        ["column missing", TinyPipeline.Table.Replace("x,y", "x,why", StringComparison.Ordinal), "line 2", "has no column 'y'; did you mean 'why'? Its columns: x, why, kind."],
        ["label missing", TinyPipeline.Table.Replace("kind", "sort", StringComparison.Ordinal), "has no column 'kind'", "Its columns: x, y, sort."],
        ["column twice", TinyPipeline.Table.Replace("x,y", "x,x", StringComparison.Ordinal), "names column 'x' 2 times; names must differ and not be empty. Check header and separator."],
        ["text for a number", Line(4, "3.5,abc,b"), "table.csv: line 4, column 5: the feature 'y' is 'abc'; expected a finite number. Correct the value, delete the row, or take the column out of features."],
        ["markup for a number", Line(4, "[bold]3[/],1,b"), "table.csv: line 4, column 1: the feature 'x' is '[bold]3[/]'"],
        ["NaN", Line(4, "NaN,1,b"), "table.csv: line 4, column 1: the feature 'x' is 'NaN'"],
        ["infinity", Line(4, "1e999,1,b"), "table.csv: line 4, column 1: the feature 'x' is '1e999'"],
        ["no number", Line(4, ",1,b"), "table.csv: line 4, column 1: the feature 'x' is empty"],
        ["no label", Line(4, "1,1,"), "table.csv: line 4, column 5: the label 'kind' is empty; fill in the class or delete the row."],
        ["short row", Line(4, "1,1"), "table.csv: line 4, column 3: the row has 2 fields, but the first line has 3 (x, y, kind)"],
        ["long row", Line(4, "1,1,b,c"), "table.csv: line 4, column 7: the row has 4 fields, but the first line has 3"],
        ["other separator", TinyPipeline.Table.Replace(',', ';'), "has no column 'x'", "Its columns: x;y;kind."],
        ["one class", TinyPipeline.Table.Replace(",b", ",a", StringComparison.Ordinal), "has the single class 'a' in column 'kind'; a classification needs at least 2."],
        ["class of one row", TinyPipeline.Table + "1,1,a\n2,2,c\n", "line 2", "validation rows of this seed hold class 'c', but no training row does", "choose another seed"],
        ["filter value missing", TinyPipeline.Table.Replace(",a", ",A", StringComparison.Ordinal), "tiny-csv.yaml: line 9, column 27: no row of '", "has 'a' in column 'kind'; did you mean 'A'? It has A, b."],
    ];

    [TestMethod]
    [DynamicData(nameof(Tables))]
    public void Run_BadTable_IsRefusedWithPlaceAndLeavesNothing(string name, string table, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.CsvIn(folder, table);
        // The seed puts the single row of class c among the validation rows.
        var result = CommandResult.Of("run", file, "--out", folder["runs"], "--seed", name == "class of one row" ? SeedOf(file) : "1");

        result.Refused(ExitCode.BadUsageOrInput, parts);
        Assert.AreSequenceEqual(["table.csv", "tiny-csv.yaml"], folder.Files);
    }

    [TestMethod]
    public void Run_SeveralBadRows_GivesALineToEachUpToTwenty()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.CsvIn(folder, TinyPipeline.Table.Replace(".5,", "?,", StringComparison.Ordinal));

        var result = CommandResult.Of("validate", file).Expect(ExitCode.BadUsageOrInput);

        Assert.HasCount(21, result.Faults);
        Assert.Contains("table.csv: line 2, column 1: the feature 'x' is '0?'", result.Faults[0]);
        Assert.AreEqual("mlnetmasks: ... and 20 more.", result.Faults[20]);
    }

    [TestMethod]
    public void Run_TableThatIsNoReadableTextFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var file = TinyPipeline.CsvIn(folder);
        File.WriteAllBytes(folder["table.csv"], [.. Encoding.UTF8.GetBytes("x,y,kind\n1,2,"), 0xE4, (byte)'\n']);
        CommandResult.Of("run", file, "--out", folder["runs"]).Refused(ExitCode.BadUsageOrInput, "table.csv' is not UTF-8 text (at or behind line 1); check the path, or save the file as UTF-8.");

        File.Delete(folder["table.csv"]);
        CommandResult.Of("run", file, "--out", folder["runs"]).Refused(ExitCode.BadUsageOrInput, "tiny-csv.yaml: line 2, column 28: '", "table.csv' does not exist; give the path of a text file, relative to the pipeline file.");

        Directory.CreateDirectory(folder["table.csv"]);
        CommandResult.Of("run", file, "--out", folder["runs"]).Refused(ExitCode.BadUsageOrInput, "table.csv' is a folder, not a file");
        Assert.AreSequenceEqual(["tiny-csv.yaml"], folder.Files);
    }

    [TestMethod]
    [DataRow("not_equals: a }", "not_equals: z }", "line 9, column 27: no row of '", "has 'z' in column 'kind'", "It has a, b.")]
    [DataRow("column: kind, not_equals", "column: sort, not_equals", "line 9, column 27: '", "has no column 'sort'", "Its columns: x, y, kind.")]
    [DataRow("not_equals: a }", "at_least: 3 }", "table.csv: line 2, column 7: 'kind' is 'b'; expected a number, because the row filter 'kind >= 3' compares it with numbers")]
    [DataRow("kind, not_equals: a }", "x, at_least: 300 }", "line 9, column 27: Mask 'no-a' found no row with", "check the filter's value and the data.")]
    [DataRow("kind, not_equals: a }", "x, equals: many }", "line 9, column 27: The row filter", "'many'", "a number was expected")]
    [DataRow("kind, equals: a }", "x, at_least: 300 }", "line 11, column 42: Evaluation set 'a' found no row with")]
    [DataRow("features: [x, y]", "features: [x, kind]", "line 2, column 62: the label 'kind' is also a feature")]
    [DataRow("label: kind", "label: x", "line 2, column 59: the label 'x' is also a feature")]
    public void Run_FilterThatDoesNotFitTheTable_NamesItsLine(string old, string replacement, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(old, TinyPipeline.Csv);
        var file = TinyPipeline.CsvIn(folder);
        File.WriteAllText(file, TinyPipeline.Csv.Replace(old, replacement, StringComparison.Ordinal));

        var result = CommandResult.Of("run", file, "--out", folder["runs"]);

        result.Refused(ExitCode.BadUsageOrInput, parts);
        Assert.AreSequenceEqual(["table.csv", "tiny-csv.yaml"], folder.Files);
    }

    [TestMethod]
    [DataRow("byte order mark", "\uFEFF")]
    [DataRow("line ends of Windows", "\r\n")]
    [DataRow("quotes", "\"")]
    [DataRow("blank lines", "\n\n")]
    public void Run_TableAsOtherProgramsWriteIt_IsRead(string name, string mark)
    {
        using var folder = new TemporaryFolder();
        var table = name switch
        {
            "byte order mark" => mark + TinyPipeline.Table,
            "quotes" => TinyPipeline.Table.Replace("x,y", "\"x\",y", StringComparison.Ordinal).Replace(",a", ",\"a\"", StringComparison.Ordinal),
            _ => TinyPipeline.Table.Replace("\n", mark, StringComparison.Ordinal),
        };
        CommandResult.Of("run", TinyPipeline.CsvIn(folder, table), "--out", folder["runs"]).Expect(ExitCode.Done);
        CommandResult.Of("run", TinyPipeline.CsvIn(folder), "--out", folder["plain"]).Expect(ExitCode.Done);

        string[] Metrics(string root) => File.ReadAllLines(folder[root, "tiny-csv", "default", "seed-1", "metrics.csv"]);
        Assert.AreSequenceEqual(Metrics("plain"), Metrics("runs"), name);
    }

    private static string Line(int number, string line) => string.Join('\n', TinyPipeline.Table.Split('\n').Select((text, i) => i == number - 1 ? line : text));

    private static string SeedOf(string file)
        => Enumerable.Range(1, 30).Select(seed => seed.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .First(seed => CommandResult.Of("validate", file, "--seed", seed).Code == ExitCode.BadUsageOrInput);
}
