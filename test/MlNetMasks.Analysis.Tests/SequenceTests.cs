using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class SequenceTests
{
    [TestMethod]
    public void RemovedPerToken_TwoSeeds_OrdersTokensByTheirMean()
    {
        RunResults results = Results(
            [Removed("I_WALK", 0.1), Removed("I_JUMP", 0.6), Removed("I_LOOK", double.NaN), Removed("<end>", 0.1)],
            [Removed("I_WALK", 0.3), Removed("I_JUMP", 0.8), Removed("I_LOOK", double.NaN), Removed("<end>", double.NaN)]);
        ReportTable table = SequenceTables.RemovedPerToken(results.Variants[0])!;
        Assert.AreSequenceEqual(["jump|I_JUMP|70.0% ± 14.1", "jump|I_WALK|20.0% ± 14.1", "jump|<end>|10.0%"], table.Rows.Select(row => string.Join('|', row)));
        Assert.Contains("row of output.weight", table.Caption);
        DataFrame frame = results.RemovedPerToken();
        Assert.AreSequenceEqual(["Experiment", "Variant", "Network", "Mask", "Against", "Layer", "Token", "Mean", "Std", "Seeds"], frame.Columns.Select(column => column.Name));
        Assert.AreSequenceEqual(["I_JUMP", "I_WALK", "<end>", "I_LOOK"], Column(frame, "Token"));
        Assert.AreEqual((0.7, 2), (Math.Round((double)frame["Mean"][0], 12), (int)frame["Seeds"][0]));
        Assert.AreEqual((double.NaN, 0), ((double)frame["Mean"][3], (int)frame["Seeds"][3]));
        Assert.AreSequenceEqual(["Of the output weights that the control keeps, the jump mask removes most for I_JUMP: 70.0%; next is I_WALK with 20.0%."], new RemovedWeights(results.Variants[0]).Sentences());
    }

    [TestMethod]
    public void ByLength_Table_HasARowPerConditionAndAColumnPerLengthInOrder()
    {
        RunResults results = Results([.. Length("10", 0.5, 30), .. Length("2", 1, 10), .. Length("9", double.NaN, 0), .. Length("2", 0.25, 10, "jump", Condition.Mask)]);
        ReportTable table = SequenceTables.ByLength(results.Variants[0]).Single();
        Assert.AreSequenceEqual(["condition", "2", "9", "10"], table.Heads);
        Assert.AreSequenceEqual(["unmasked|100.0%|–|50.0%", "jump mask|25.0%|–|–", "sequences|10|0|30"], table.Rows.Select(row => string.Join('|', row)));
        DataFrame frame = results.AccuracyByLength();
        Assert.AreSequenceEqual(["Experiment", "Variant", "Network", "Mask", "Condition", "DataSet", "Length", "Mean", "Std", "Seeds"], frame.Columns.Select(column => column.Name));
        Assert.AreEqual(("unmasked", 10, 0.5, 1), ((string)frame["Condition"][0], (int)frame["Length"][0], (double)frame["Mean"][0], (int)frame["Seeds"][0]));
        Assert.AreEqual(4, frame.Rows.Count);
    }

    [TestMethod]
    public void UnitTable_SeveralUnits_AreWeightedWithTheirCounts()
    {
        VariantResults variant = Results([.. Length("1", 1, 30), .. Length("2", 0, 10)]).Variants[0];
        UnitTable table = new(variant, Metrics.AccuracyByLength, Metrics.CountByLength);
        Assert.AreEqual(0.75, table.Find(table.Rows[0], "simple", "1", "2").Mean, 1e-12);
        UnitTable uncounted = new(variant, Metrics.AccuracyByLength, "none");
        Assert.AreEqual(0.5, uncounted.Find(uncounted.Rows[0], "simple", "1", "2").Mean, 1e-12);
    }

    [TestMethod]
    public void LengthBins_ManyLengths_AreOfEqualWidthAndCoverAll()
    {
        IReadOnlyList<LengthBin> bins = LengthBin.Of([.. Enumerable.Range(4, 60)], 20);
        Assert.HasCount(20, bins);
        Assert.AreEqual(("4–6", 5.0), (bins[0].Label, bins[0].Middle));
        Assert.AreSequenceEqual(["4", "5", "6"], bins[0].Units);
        Assert.AreEqual(60, bins.Sum(bin => bin.Units.Count));
        Assert.AreEqual("7", LengthBin.Of([3, 7], 20)[1].Label);
        Assert.IsLessThanOrEqualTo(20, LengthBin.Of([.. Enumerable.Range(1, 21)], 20).Count);
        Assert.IsEmpty(LengthBin.Of([], 20));
    }

    [TestMethod]
    public void ByToken_ManyTokens_HasNoTableButAFigureOfTheFrequentOnes()
    {
        ResultRecord[] records = [.. Enumerable.Range(0, 30).SelectMany(token => new[] { Token($"t{token}", Metrics.AccuracyByToken, 0.5), Token($"t{token}", Metrics.CountByToken, token) })];
        VariantResults variant = Results(records).Variants[0];
        Assert.IsEmpty(SequenceTables.ByToken(variant));
        string svg = ResultFigures.AccuracyByToken(variant)!.ToSvg();
        Assert.Contains(">t29<", svg);
        Assert.Contains(">t10<", svg);
        Assert.DoesNotContain(">t9<", svg);
        Assert.AreEqual(30, Results(records).AccuracyByToken().Rows.Count);
    }

    [TestMethod]
    public void AccuracyBySet_Frame_HasMeansOverSeeds()
    {
        DataFrame frame = FictitiousSequences.Modules(3).AccuracyBySet();
        Assert.AreSequenceEqual(["Experiment", "Variant", "Network", "Mask", "Condition", "DataSet", "Mean", "Std", "Seeds"], frame.Columns.Select(column => column.Name));
        DataFrame hard = frame.Where("Experiment", "fictitious-add").Where("DataSet", "hard").Where("Mask", "easy");
        Assert.AreEqual((0.55, 0.01, 3), (Math.Round((double)hard["Mean"][0], 12), Math.Round((double)hard["Std"][0], 12), (int)hard["Seeds"][0]));
    }

    [TestMethod]
    public void Figures_OfSequences_StandInTheReportsOrder()
    {
        Assert.AreSequenceEqual(["accuracy", "splits", "by-length", "by-token", "removed-per-token"], ResultFigures.All(FictitiousSequences.Scan().Variants.First(variant => variant.Masks.Count > 0)).Select(figure => figure.Name));
        Assert.AreSequenceEqual(["accuracy"], ResultFigures.All(new VariantResults([FictitiousSequences.Baseline(1, "transformer", "jump")])).Select(figure => figure.Name));
    }

    [TestMethod]
    public void Figures_WithoutAnyValue_AreMissing()
    {
        VariantResults variant = Results([Removed("a", double.NaN), .. Length("3", double.NaN, 0), Token("a", Metrics.AccuracyByToken, double.NaN), .. Length("three", 1, 1)]).Variants[0];
        Assert.IsNull(ResultFigures.RemovedPerToken(variant));
        Assert.IsNull(ResultFigures.AccuracyByLength(variant));
        Assert.IsNull(ResultFigures.AccuracyByToken(variant));
        Assert.IsNull(SequenceTables.RemovedPerToken(variant));
        Assert.IsEmpty(SequenceTables.ByToken(variant));
    }

    [TestMethod]
    public void Report_OfSequences_HasEveryPartAndComparesTheNetworks()
    {
        using TemporaryFolder folder = new();
        string html = File.ReadAllText(RunReport.Write(FictitiousSequences.Scan(), folder.Path));
        foreach (string heading in (string[])["Generalization splits", "Accuracy by input length", "Accuracy by output token", "Removed weights per output token", "Changed answers"])
        {
            Assert.Contains($"<h3>{heading}</h3>", html);
        }

        Assert.Contains("id=\"figure-all-generalization-splits\"", html);
        Assert.Contains("The solution holds weights that only some of the held-out data needs: 2 of 3 splits lose at least 10 points with their own masks.", html);
        Assert.Contains("Of 6 changed answers that were kept, the first of each mask and set, 3 examples", html);
        Assert.IsTrue(File.Exists(folder.File("figures/all-generalization-splits.png")));
    }

    [TestMethod]
    public void Report_OfOneNetwork_HasNoComparison()
    {
        using TemporaryFolder folder = new();
        string html = File.ReadAllText(RunReport.Write(RunResults.FromRuns([FictitiousSequences.Split(1, "e", "lstm-encoder-decoder")]), folder.Path));
        Assert.DoesNotContain("figure-all-", html);
        Assert.Contains("id=\"figure-splits\"", html);
    }

    [TestMethod]
    public void Markdown_OfSequences_StartsWithTheSplits()
    {
        string page = RunMarkdown.Build([FictitiousSequences.Scan()]);
        Assert.Contains("| experiment | variant | network | split |", RunMarkdown.Build([RunResults.FromRuns([Varied(FictitiousSequences.Split(1, "e", "transformer"))])]));
        Assert.Contains("| experiment | network | split | unmasked | control mask | mask of the split | drop | trained on the split | from |", page);
        Assert.Contains("| fictitious-lstm | lstm-encoder-decoder | jump | 98.5% ± 0.7 | 98.5% ± 0.7 | 32.5% ± 0.7 | 66.0 ± 0.0 | 1.5% ± 0.7 | fictitious-baseline, lstm-encoder-decoder-jump |", page);
        Assert.IsLessThan(page.IndexOf("## fictitious-baseline", StringComparison.Ordinal), page.IndexOf("## Generalization splits", StringComparison.Ordinal));
        Assert.Contains("| jump | jump | jump left | I_TURN_LEFT I_JUMP | I_TURN_LEFT I_JUMP | (nothing) | seed 1, row 3 |", page);
        Assert.Contains("| jump | \\<end> | 2.0% ± 0.0 |", page);
    }

    private static StoredRun Varied(StoredRun run) => run with
    {
        Info = run.Info with { Variant = "v" },
        Records = [.. run.Records.Select(record => record with { Variant = "v" })],
        ChangedAnswers = [],
    };

    private static RunResults Results(params ResultRecord[][] seeds) => RunResults.FromRuns(seeds.Select((records, i) => new StoredRun(
        "", new RunInfo { Experiment = "e", Variant = "default", Seed = i + 1, Question = RunQuestion.Generalize, ControlMask = "control" }, [.. records.Select(record => record with { Seed = i + 1 })])));

    private static ResultRecord Removed(string token, double share) => new("e", "default", 1, Stages.Analyze, "jump", "control", Condition.None, "", "output.weight", token, null, Metrics.RemovedPerToken, share);

    private static ResultRecord Token(string token, string metric, double value) => new("e", "default", 1, Stages.Evaluate, "", "", Condition.Unmasked, "simple", "", token, null, metric, value);

    private static ResultRecord[] Length(string length, double accuracy, double count, string mask = "", Condition condition = Condition.Unmasked) =>
    [
        new("e", "default", 1, Stages.Evaluate, mask, "", condition, "simple", "", length, null, Metrics.AccuracyByLength, accuracy),
        new("e", "default", 1, Stages.Evaluate, mask, "", condition, "simple", "", length, null, Metrics.CountByLength, count),
    ];

    private static string?[] Column(DataFrame frame, string name) => [.. Enumerable.Range(0, (int)frame.Rows.Count).Select(row => (string?)frame[name][row])];
}
