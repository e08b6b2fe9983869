namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class RunInfoFileTests
{
    [TestMethod]
    public void Write_ThenRead_GivesTheSameFacts()
    {
        using TemporaryFolder folder = new();
        RunInfo info = FictitiousRuns.Info(4) with { Gates = [new RunGate("absent", "accuracy, mask \"x\"", ">= 0.5", double.NaN, false)], Notes = ["é <b>\n"], PipelineFile = "addmul.yaml", Overrides = ["gates=[]"], Question = RunQuestion.Reuse, Network = "lstm" };
        RunInfoFile.Write(folder.File("run.json"), info);
        RunInfo read = RunInfoFile.Read(folder.File("run.json"));
        RunInfoFile.Write(folder.File("again.json"), read);
        Assert.AreEqual(File.ReadAllText(folder.File("run.json")), File.ReadAllText(folder.File("again.json")));
        Assert.AreEqual(info.Gates[0], read.Gates[0]);
        Assert.AreEqual(info.Timings["pretrain"], read.Timings["pretrain"], 0.0);
        Assert.AreEqual("control", read.ControlMask);
        Assert.AreEqual(("addmul.yaml", RunQuestion.Reuse, "lstm"), (read.PipelineFile, read.Question, read.Network));
        Assert.AreSequenceEqual(["gates=[]"], read.Overrides);
    }

    [TestMethod]
    public void Read_OnlyRequiredMembers_FillsDefaults()
    {
        RunInfo info = Read("""{ "experiment": "e", "variant": "v", "seed": 3 }""");
        Assert.AreEqual(3, info.Seed);
        Assert.IsEmpty(info.Notes);
        Assert.IsNull(info.ControlMask);
        Assert.AreEqual(("", RunQuestion.Specialize, ""), (info.PipelineFile, info.Question, info.Network));
    }

    [TestMethod]
    [DataRow("{", "not valid JSON")]
    [DataRow("[]", "line 1")]
    [DataRow("null", "found null")]
    [DataRow("""{ "variant": "v", "seed": 3 }""", "experiment")]
    [DataRow("""{ "experiment": "e", "variant": "v", "seed": "x" }""", "$.seed")]
    [DataRow("""{ "experiment": "e", "variant": "v", "seed": 3, "colour": 1 }""", "colour")]
    [DataRow("""{ "experiment": "e", "variant": "", "seed": 3 }""", "Variant is empty")]
    [DataRow("""{ "experiment": "e", "variant": null, "seed": 3 }""", "variant")]
    [DataRow("""{ "experiment": "e", "variant": "v", "seed": 3, "question": "why" }""", "expected one of specialize, reuse, generalize")]
    [DataRow("""{ "experiment": "e", "variant": "v", "seed": 3, "formatVersion": 99, "colour": 1 }""", "update MlNetMasks")]
    [DataRow("""{ "experiment": "e", "variant": "v", "seed": 3, "formatVersion": 0 }""", "FormatVersion is 0")]
    public void Read_Wrong_NamesFileAndMember(string json, string expected)
    {
        ResultFormatException exception = Assert.ThrowsExactly<ResultFormatException>(() => Read(json));
        Assert.Contains("run.json", exception.Message);
        Assert.Contains(expected, exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [TestMethod]
    public void Write_EmptyExperiment_IsRefused() =>
        Assert.ThrowsExactly<ArgumentException>(() => RunInfoFile.Write("unused.json", FictitiousRuns.Info(1) with { Experiment = " " }));

    private static RunInfo Read(string json)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("run.json"), json);
        return RunInfoFile.Read(folder.File("run.json"));
    }
}
