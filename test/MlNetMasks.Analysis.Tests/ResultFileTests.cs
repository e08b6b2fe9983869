using CsCheck;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class ResultFileTests
{
    private const string Header = "Experiment,Variant,Seed,Stage,Mask,Against,Condition,DataSet,Layer,Unit,Step,Metric,Value\n";
    private const string Row = "e,v,1,evaluate,add,,mask,add,,,,accuracy,0.5\n";

    [TestMethod]
    public void Csv_AnyRecords_ComeBackEqual() => AnyRecord.Several.Sample(records =>
    {
        using TemporaryFolder folder = new();
        ResultFile.WriteCsv(folder.File("metrics.csv"), records);
        Assert.AreSequenceEqual(records, ResultFile.ReadCsv(folder.File("metrics.csv")));
    }, iter: 200);

    [TestMethod]
    public void Parquet_AnyRecords_ComeBackEqual() => AnyRecord.Several.Sample(records =>
    {
        using TemporaryFolder folder = new();
        ResultFile.WriteParquet(folder.File("metrics.parquet"), records);
        Assert.AreSequenceEqual(records, ResultFile.ReadParquet(folder.File("metrics.parquet")));
    }, iter: 100);

    [TestMethod]
    public void Write_OneRun_GivesTheSameRecordsInBothForms()
    {
        using TemporaryFolder folder = new();
        IReadOnlyList<ResultRecord> records = FictitiousRuns.Run(1).Records;
        ResultFile.Write(folder.Path, records);
        Assert.AreSequenceEqual(records, ResultFile.Read(folder.File(ResultFile.CsvName)));
        Assert.AreSequenceEqual(records, ResultFile.Read(folder.File(ResultFile.ParquetName)));
    }

    [TestMethod]
    public void Csv_KnownRecords_IsWrittenToTheLetter()
    {
        using TemporaryFolder folder = new();
        ResultRecord record = new("e", "a,b", 7, "evaluate", "say \"x\"", "", Condition.InverseIoControl, "add", "", "", null, "accuracy", 0.1);
        ResultFile.WriteCsv(folder.File("metrics.csv"), [record, record with { Condition = Condition.None, Step = 3, Value = double.NaN }]);
        Assert.AreEqual(
            Header + "e,\"a,b\",7,evaluate,\"say \"\"x\"\"\",,inverse-io-control,add,,,,accuracy,0.1\n"
            + "e,\"a,b\",7,evaluate,\"say \"\"x\"\"\",,,add,,,3,accuracy,NaN\n",
            File.ReadAllText(folder.File("metrics.csv")));
    }

    [TestMethod]
    public void Csv_CarriageReturns_AreAccepted() => Assert.HasCount(2, Read((Header + Row + Row).Replace("\n", "\r\n", StringComparison.Ordinal)));

    [TestMethod]
    [DataRow("", "empty", DisplayName = "empty file")]
    [DataRow("Experiment,Variant,Sed\n", "line 1, column 3 (Seed): found header 'Sed', expected 'Seed'", DisplayName = "wrong header")]
    [DataRow(Header + Row + "e,v,1\n", "line 3, column 3 (Seed): found 3 fields, expected 13 fields", DisplayName = "too few fields")]
    [DataRow(Header + "e,v,1,evaluate,add,,mask,add,,,,accuracy,0.5,9\n", "line 2, column 14: found 14 fields", DisplayName = "too many fields")]
    [DataRow(Header + "e,v,one,evaluate,add,,mask,add,,,,accuracy,0.5\n", "line 2, column 3 (Seed): found 'one', expected a whole number", DisplayName = "bad seed")]
    [DataRow(Header + "e,v,1,evaluate,add,,mask,add,,,1.5,accuracy,0.5\n", "column 11 (Step): found '1.5'", DisplayName = "bad step")]
    [DataRow(Header + "e,v,1,evaluate,add,,mask,add,,,,accuracy,\"0,5\"\n", "column 13 (Value): found '0,5', expected a number", DisplayName = "bad value")]
    [DataRow(Header + "e,v,1,evaluate,add,,Mask,add,,,,accuracy,0.5\n", "line 2, column 7 (Condition): Unknown condition 'Mask'", DisplayName = "unknown condition")]
    [DataRow(Header + "e,v,1,evaluate,a\"dd,,mask,add,,,,accuracy,0.5\n", "column 5 (Mask): found a quote inside an unquoted field", DisplayName = "stray quote")]
    [DataRow(Header + "\"e\"x,v,1,evaluate,add,,mask,add,,,,accuracy,0.5\n", "text after a closing quote", DisplayName = "text after quote")]
    [DataRow(Header + "\"two\nlines\",v,1\n" + Row, "line 2, column 3", DisplayName = "line of a quoted field")]
    [DataRow(Header + "e,v,1,\"evaluate", "end of the file inside quotes", DisplayName = "unclosed quote")]
    [DataRow(Header + "e,v,1,evaluate,add,,mask,add,,,,accuracy,0.5", "truncated", DisplayName = "truncated number")]
    public void Csv_Damaged_NamesFilePlaceAndRemedy(string content, string expected)
    {
        ResultFormatException exception = Assert.ThrowsExactly<ResultFormatException>(() => Read(content));
        Assert.Contains("metrics.csv", exception.Message);
        Assert.Contains(expected, exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [TestMethod]
    public void Csv_NotUtf8_IsAClearError()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("metrics.csv"), [0xFF, 0xC3, 0x28]);
        Assert.Contains("UTF-8", Assert.ThrowsExactly<ResultFormatException>(() => ResultFile.ReadCsv(folder.File("metrics.csv"))).Message);
    }

    [TestMethod]
    public void Parquet_CutAnywhere_IsAClearError()
    {
        using TemporaryFolder folder = new();
        string path = folder.File(ResultFile.ParquetName);
        ResultFile.WriteParquet(path, [.. FictitiousRuns.Run(1).Records.Take(50)]);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length += whole.Length / 20)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Contains(ResultFile.ParquetName, Assert.ThrowsExactly<ResultFormatException>(() => ResultFile.ReadParquet(path)).Message);
        }
    }

    [TestMethod]
    public void Read_OtherExtension_NamesTheKnownOnes() =>
        Assert.Contains(".parquet", Assert.ThrowsExactly<ArgumentException>(() => ResultFile.Read("metrics.txt")).Message);

    private static IReadOnlyList<ResultRecord> Read(string content)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("metrics.csv"), content);
        return ResultFile.ReadCsv(folder.File("metrics.csv"));
    }
}
