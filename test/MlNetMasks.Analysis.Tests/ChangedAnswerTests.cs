using CsCheck;
using Microsoft.Data.Analysis;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class ChangedAnswerTests
{
    private const string Header = "Experiment,Variant,Seed,Mask,DataSet,Row,Input,Expected,Control,Masked\n";
    private const string Row = "e,v,1,jump,jump,0,a b,A,A,B\n";

    private static readonly ChangedAnswer Answer = new("e", "v", 1, "jump", "jump", 5_000_000_000, "say \"x\", y", "two\nlines", "", "<b>|");

    [TestMethod]
    public void Write_KnownAnswers_IsWrittenToTheLetter()
    {
        using TemporaryFolder folder = new();
        ChangedAnswerFile.Write(folder.File(ChangedAnswerFile.Name), [Answer]);
        Assert.AreEqual(Header + "e,v,1,jump,jump,5000000000,\"say \"\"x\"\", y\",\"two\nlines\",,<b>|\n", File.ReadAllText(folder.File(ChangedAnswerFile.Name)));
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public void Write_ThenRead_GivesTheSameAnswers() =>
        Gen.Select(Gen.OneOf("", "a,b", "\"", "\r\n", "Ω 文字", "=1+1"), Gen.OneOf("", "x\ny", " padded "), Gen.Long[0, long.MaxValue], Gen.Int)
            .Select((left, right, row, seed) => new ChangedAnswer(left, right, seed, right, left, row, left, right, left, right)).Array[0, 10].Sample(answers =>
            {
                using TemporaryFolder folder = new();
                ChangedAnswerFile.Write(folder.File("a.csv"), answers);
                Assert.AreSequenceEqual(answers, ChangedAnswerFile.Read(folder.File("a.csv")));
            }, iter: 50);

    [TestMethod]
    public void Write_ThatFails_LeavesTheOldFileAndNothingElse()
    {
        using TemporaryFolder folder = new();
        ChangedAnswerFile.Write(folder.File("a.csv"), [Answer]);
        string before = File.ReadAllText(folder.File("a.csv"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ChangedAnswerFile.Write(folder.File("a.csv"), [Answer, Answer with { Row = -1 }]));
        Assert.AreEqual(before, File.ReadAllText(folder.File("a.csv")));
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    [DataRow("", "empty. Expected the header Experiment,Variant,Seed,Mask,DataSet,Row,Input,Expected,Control,Masked", DisplayName = "empty file")]
    [DataRow("Experiment,Variant,Seed,Mask,Set\n", "line 1, column 5 (DataSet): found header 'Set', expected 'DataSet'", DisplayName = "wrong header")]
    [DataRow(Header + Row + "e,v\n", "line 3, column 2 (Variant): found 2 fields, expected 10 fields", DisplayName = "too few fields")]
    [DataRow(Header + "e,v,one,jump,jump,0,a,A,A,B\n", "line 2, column 3 (Seed): found 'one', expected a whole number", DisplayName = "bad seed")]
    [DataRow(Header + "e,v,1,jump,jump,-1,a,A,A,B\n", "line 2, column 6 (Row): found '-1', expected a whole number of at least 0", DisplayName = "negative row")]
    [DataRow(Header + "e,v,1,jump,jump,0,a \"b\",A,A,B\n", "column 7 (Input): found a quote inside an unquoted field", DisplayName = "stray quote")]
    [DataRow(Header + "e,v,1,jump,jump,0,a,A,A,B", "truncated", DisplayName = "truncated")]
    public void Read_Damaged_NamesFilePlaceAndRemedy(string content, string expected)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File(ChangedAnswerFile.Name), content);
        ResultFormatException fault = Assert.ThrowsExactly<ResultFormatException>(() => ChangedAnswerFile.Read(folder.File(ChangedAnswerFile.Name)));
        Assert.Contains(ChangedAnswerFile.Name, fault.Message);
        Assert.Contains(expected, fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [TestMethod]
    public void Read_NotUtf8_IsAClearError()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File(ChangedAnswerFile.Name), [0xFF, 0xC3, 0x28]);
        Assert.Contains("UTF-8", Assert.ThrowsExactly<ResultFormatException>(() => ChangedAnswerFile.Read(folder.File(ChangedAnswerFile.Name))).Message);
    }

    [TestMethod]
    public void Load_RunFolder_ReadsThemWhereTheFileIs()
    {
        using TemporaryFolder folder = new();
        StoredRun run = FictitiousSequences.Split(1, "e", "transformer");
        RunResultsTests.Store(folder.Path, run);
        Assert.IsEmpty(RunResults.Load(folder.Path).ChangedAnswers);
        ChangedAnswerFile.Write(folder.File(ChangedAnswerFile.Name), run.ChangedAnswers);
        RunResults loaded = RunResults.Load(folder.Path);
        Assert.AreSequenceEqual(run.ChangedAnswers, loaded.ChangedAnswers);
        Assert.AreEqual("transformer", loaded.Variants[0].Network);
        ChangedAnswerFile.Write(folder.File(ChangedAnswerFile.Name), [run.ChangedAnswers[0] with { Seed = 9 }]);
        Assert.Contains("a changed answer belongs to e/default/seed 9", Assert.ThrowsExactly<ResultFormatException>(() => RunResults.Load(folder.Path)).Message);
    }

    [TestMethod]
    public void ToDataFrame_Answers_KeepsTypesAndValues()
    {
        DataFrame frame = new[] { Answer }.ToDataFrame();
        Assert.AreSequenceEqual(ChangedAnswerFile.Columns, frame.Columns.Select(column => column.Name));
        Assert.AreEqual((1, 5_000_000_000L, "say \"x\", y", ""), ((int)frame["Seed"][0], (long)frame["Row"][0], (string)frame["Input"][0], (string)frame["Control"][0]));
        Assert.HasCount(10, Array.Empty<ChangedAnswer>().ToDataFrame().Columns);
    }

    [TestMethod]
    public void Table_OfManyAnswers_ShowsTheShortestOfEachMaskAndSetOnce()
    {
        StoredRun[] runs = [.. Enumerable.Range(1, 3).Select(seed => FictitiousSequences.Split(seed, "e", "transformer"))];
        ReportTable table = SequenceTables.ChangedAnswers(new VariantResults(runs), 2)!;
        Assert.AreSequenceEqual(["jump left", "jump twice and run left", "run around left thrice"], table.Rows.Select(row => row[2]));
        Assert.Contains("Of 9 changed answers that were kept, the first of each mask and set, 3 examples", table.Caption);
        Assert.HasCount(2, SequenceTables.ChangedAnswers(new VariantResults(runs), 1)!.Rows);
        Assert.IsNull(SequenceTables.ChangedAnswers(new VariantResults([FictitiousRuns.Run(1)]), 2));
    }

    [TestMethod]
    public void Reports_OfHostileAnswers_KeepThemAsText()
    {
        StoredRun run = FictitiousSequences.Split(1, "e", "<script>") with { };
        run = run with { ChangedAnswers = [run.ChangedAnswers[0] with { Input = "<script>alert(1)</script>", Masked = "a|b\n# c" }] };
        RunResults results = RunResults.FromRuns([run]);
        using TemporaryFolder folder = new();
        Assert.DoesNotContain("<script", File.ReadAllText(RunReport.Write(results, folder.Path)));
        string page = RunMarkdown.Build([results]);
        Assert.DoesNotContain(" <script", page);
        Assert.Contains("a\\|b # c", page);
    }
}
