using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class GeneralizationTests
{
    private const string Lstm = "lstm-encoder-decoder";

    [TestMethod]
    public void Of_TwoSeedsWithBaseline_GivesTheRow()
    {
        RunResults results = RunResults.FromRuns(
        [
            Run(1, ("", "jump", 0.99), ("control", "jump", 0.9), ("jump", "jump", 0.5)), Run(2, ("", "jump", 0.97), ("control", "jump", 0.8), ("jump", "jump", 0.2)),
            Baseline(1, Lstm, 0.02), Baseline(2, Lstm, 0.04), Baseline(1, "transformer", 0.5),
        ]);
        GeneralizationSplit row = GeneralizationSplits.Of(results).Rows.Single();
        Assert.AreEqual(("e", "default", "", Lstm, "jump", "jump"), (row.Experiment, row.Variant, row.Scale, row.Network, row.Split, row.Mask));
        Check(0.98, Math.Sqrt(2) * 0.01, 2, row.Unmasked);
        Check(0.85, Math.Sqrt(2) * 0.05, 2, row.Control);
        Check(0.35, Math.Sqrt(2) * 0.15, 2, row.SplitMask);
        Check(0.5, Math.Sqrt(2) * 0.1, 2, row.Drop);
        Check(0.03, Math.Sqrt(2) * 0.01, 2, row.Baseline);
        Assert.AreEqual($"base, {Lstm}-jump", row.BaselineSource);
    }

    [TestMethod]
    public void ToDataFrame_Rows_HasEveryColumnAndMissingValues()
    {
        DataFrame frame = GeneralizationSplits.Of(RunResults.FromRuns([Run(1, ("control", "jump", 0.9), ("jump", "jump", 0.5))])).ToDataFrame();
        Assert.AreSequenceEqual(
        [
            "Experiment", "Variant", "Scale", "Network", "Split", "Mask", "Unmasked", "UnmaskedStd", "UnmaskedSeeds", "Control", "ControlStd", "ControlSeeds", "SplitMask", "SplitMaskStd", "SplitMaskSeeds",
            "Drop", "DropStd", "DropSeeds", "Baseline", "BaselineStd", "BaselineSeeds", "BaselineSource",
        ], frame.Columns.Select(column => column.Name));
        Assert.AreEqual(1, frame.Rows.Count);
        Assert.AreEqual(("jump", 0.9, double.NaN, 1), ((string)frame["Split"][0], (double)frame["Control"][0], (double)frame["ControlStd"][0], (int)frame["ControlSeeds"][0]));
        Assert.AreEqual((double.NaN, 0, double.NaN, 0, ""), ((double)frame["Unmasked"][0], (int)frame["UnmaskedSeeds"][0], (double)frame["Baseline"][0], (int)frame["BaselineSeeds"][0], (string)frame["BaselineSource"][0]));
        Assert.AreEqual(0.4, (double)frame["Drop"][0], 1e-12);
        Assert.HasCount(22, GeneralizationSplits.Of(FictitiousRuns.Results(1)).ToDataFrame().Columns);
    }

    [TestMethod]
    public void Of_OtherNetworkScaleOrUnknownNetwork_HasNoBaseline()
    {
        StoredRun run = Run(1, ("control", "jump", 0.9), ("jump", "jump", 0.5));
        Assert.IsFalse(Row(run, Baseline(1, "transformer", 0.1)).Baseline.HasValue);
        Assert.IsFalse(Row(With(run, info => info with { Scale = "paper" }), With(Baseline(1, Lstm, 0.1), info => info with { Scale = "quick" })).Baseline.HasValue);
        Assert.IsFalse(Row(With(run, info => info with { Network = "" }), With(Baseline(1, Lstm, 0.1), info => info with { Network = "" })).Baseline.HasValue);
        Assert.AreEqual(0.1, Row(With(run, info => info with { Scale = "paper" }), Baseline(1, Lstm, 0.1)).Baseline.Mean);
    }

    [TestMethod]
    [DataRow(8, "JumpTrain", "aa", true)]
    [DataRow(9, "JumpTrain", "aa", false)]
    [DataRow(8, "SimpleTrain", "aa", false)]
    [DataRow(8, "JumpTrain", "bb", false)]
    public void Of_BaselineOfOtherSizeRowsOrData_IsNone(int hidden, string rows, string data, bool isFound)
    {
        string network = "network:\n  kind: lstm\n  hidden: 8\n";
        StoredRun run = With(Run(1, ("control", "jump", 0.9), ("jump", "jump", 0.5)), info => info with
        {
            Configuration = network + "pretrain:\n  rows:\n    member_of: SimpleTrain\nmasks:\n  functions:\n  - name: control\n    role: control\n    rows:\n      member_of: SimpleTrain\n    steps: 3\n"
                + "  - name: jump\n    role: function\n    rows:\n      member_of: JumpTrain\n    steps: 3\n",
            DataFingerprints = new Dictionary<string, string> { ["train"] = "aa" },
        });
        StoredRun baseline = With(Baseline(1, Lstm, 0.1), info => info with
        {
            Configuration = $"network:\n  hidden: {hidden}\n  kind: lstm\npretrain:\n  steps: 3\n  rows:\n    member_of: {rows}\nevaluate:\n  sets: []\n",
            DataFingerprints = new Dictionary<string, string> { ["train"] = data },
        });

        Assert.AreEqual(isFound, Row(run, baseline).Baseline.HasValue);
    }

    [TestMethod]
    public void Of_BaselineInOtherResults_IsFound() => Assert.AreEqual(0.1, GeneralizationSplits.Of(
        [RunResults.FromRuns([Run(1, ("control", "jump", 0.9), ("jump", "jump", 0.5))]), RunResults.FromRuns([Baseline(1, Lstm, 0.1)])]).Rows.Single().Baseline.Mean);

    [TestMethod]
    public void Of_NoControlOtherQuestionOrNaN_HasNoRow()
    {
        StoredRun run = Run(1, ("control", "jump", 0.9), ("jump", "jump", 0.5));
        Assert.IsEmpty(GeneralizationSplits.Of(RunResults.FromRuns([With(run, info => info with { ControlMask = null })])).Rows);
        Assert.IsEmpty(GeneralizationSplits.Of(RunResults.FromRuns([With(run, info => info with { Question = RunQuestion.Specialize })])).Rows);
        Assert.IsEmpty(GeneralizationSplits.Of(RunResults.FromRuns([Run(1, ("control", "jump", double.NaN), ("jump", "jump", 0.5))])).Rows);
    }

    [TestMethod]
    public void Of_SeedsWithoutBoth_CountOnlyInTheirOwnColumn()
    {
        GeneralizationSplit row = GeneralizationSplits.Of(RunResults.FromRuns([Run(1, ("control", "jump", 0.9), ("jump", "jump", 0.5)), Run(2, ("control", "jump", 0.7), ("jump", "jump", double.NaN))])).Rows.Single();
        Check(0.8, Math.Sqrt(2) * 0.1, 2, row.Control);
        Check(0.4, double.NaN, 1, row.Drop);
    }

    [TestMethod]
    [DataRow(0.5, 0.8, nameof(Outcome.Holds), "The solution holds weights that only held-out data needs: 2 of 2 splits lose at least 10 points with their own masks.")]
    [DataRow(0.5, 0.801, nameof(Outcome.HoldsInPart), "The solution holds weights that only some of the held-out data needs: 1 of 2 splits loses at least 10 points with its own mask.")]
    [DataRow(0.89, 0.95, nameof(Outcome.DoesNotHold), "The solution holds no weights that only held-out data needs: 0 of 2 splits lose at least 10 points with their own masks.")]
    public void Verdict_OfTwoSplits_IsDecidedByTheirDrops(double jump, double length, string outcome, string summary)
    {
        Verdict verdict = Of(Run(1, ("", "jump", 1), ("", "length", 1), ("control", "jump", 0.9), ("control", "length", 0.9), ("jump", "jump", jump), ("length", "length", length), ("length", "jump", 0)));
        Assert.AreEqual(outcome, verdict.Outcome.ToString());
        Assert.AreEqual(summary, verdict.Summary);
        Assert.Contains("at least 10 percentage points", verdict.Rule);
    }

    [TestMethod]
    public void Verdict_Sentences_GiveTheNumbers()
    {
        Verdict verdict = Verdict.Of(new VariantResults(
        [
            Run(1, ("", "jump", 1), ("", "length", 1), ("control", "jump", 0.9), ("jump", "jump", 0.5), ("control", "length", 0.9), ("length", "length", 0.95)),
            Run(2, ("", "jump", 1), ("", "length", 1), ("control", "jump", 0.8), ("jump", "jump", 0.2), ("control", "length", 0.9), ("length", "length", 0.95)),
        ]));
        Assert.AreSequenceEqual(
        [
            "Without a mask the network answers 100.0% of jump and 100.0% of length right.",
            "On jump, the control mask answers 85.0% ± 7.1 right and the jump mask 35.0% ± 21.2: 50.0 points less, mean over 2 seeds.",
            "On length, the control mask answers 90.0% ± 0.0 right and the length mask 95.0% ± 0.0: 5.0 points more, mean over 2 seeds.",
        ], verdict.Sentences);
    }

    [TestMethod]
    public void Verdict_ControlThatSolvesNothing_IsNotJudged()
    {
        Verdict verdict = Of(Run(1, ("", "jump", 1), ("control", "jump", 0.05), ("jump", "jump", 0.01), ("control", "length", 0.9), ("length", "length", 0.2)));
        Assert.AreEqual("The solution holds weights that only held-out data needs: 1 of 1 split loses at least 10 points with its own mask.", verdict.Summary);
        Assert.Contains("The control does not solve this set either, so it is not judged.", string.Join(' ', verdict.Sentences));
        Assert.AreEqual(Outcome.Unknown, Of(Run(1, ("control", "jump", 0.05), ("jump", "jump", 0.01))).Outcome);
    }

    [TestMethod]
    public void Verdict_OnlyMask_LooksAtEverySet()
    {
        Verdict verdict = Of(Run(1, ("control", "easy", 0.97), ("control", "hard", 0.9), ("easy", "easy", 0.96), ("easy", "hard", 0.3)));
        Assert.AreEqual(Outcome.Holds, verdict.Outcome);
        Assert.AreEqual("The solution holds weights that only held-out data needs: 1 of 2 evaluation sets loses at least 10 points with the easy mask.", verdict.Summary);
    }

    [TestMethod]
    public void Verdict_WithoutMasksOrControl_IsUnknownAndSaysWhy()
    {
        Assert.Contains("the baseline of the split jump", string.Join(' ', Of(Baseline(1, Lstm, 0.1)).Sentences));
        Verdict noControl = Of(With(Run(1, ("jump", "jump", 0.5)), info => info with { ControlMask = null }));
        Assert.AreEqual((Outcome.Unknown, ""), (noControl.Outcome, noControl.Summary));
        Assert.Contains("There is no control mask", string.Join(' ', noControl.Sentences));
        Assert.Contains("No evaluation set bears the name of a mask", string.Join(' ', Of(Run(1, ("control", "all", 0.5), ("a", "all", 0.5), ("b", "all", 0.5))).Sentences));
    }

    [TestMethod]
    public void Figures_OfSplitsAndModules_AreOneEach()
    {
        Assert.AreSequenceEqual(["generalization-splits"], SplitFigures.All(GeneralizationSplits.Of(FictitiousSequences.Scan())).Select(figure => figure.Name));
        Assert.AreSequenceEqual(["generalization-easy"], SplitFigures.All(GeneralizationSplits.Of(FictitiousSequences.Modules())).Select(figure => figure.Name));
        Assert.IsEmpty(SplitFigures.All(GeneralizationSplits.Of(FictitiousRuns.Results(1))));
        string svg = SplitFigures.All(GeneralizationSplits.Of(FictitiousSequences.Scan()))[0].ToSvg();
        Assert.Contains("fictitious-lstm (lstm-encoder-decoder)", svg);
        Assert.Contains("fictitious-transformer (transformer)", svg);
        Assert.Contains("trained on the split", svg);
    }

    private static void Check(double mean, double std, int seeds, SeedSummary actual)
    {
        Assert.AreEqual(mean, actual.Mean, 1e-12);
        Assert.AreEqual(std, actual.Std, 1e-12);
        Assert.AreEqual(seeds, actual.SeedCount);
    }

    private static Verdict Of(StoredRun run) => Verdict.Of(new VariantResults([run]));

    private static GeneralizationSplit Row(params StoredRun[] runs) => GeneralizationSplits.Of(RunResults.FromRuns(runs)).Rows.Single();

    private static StoredRun With(StoredRun run, Func<RunInfo, RunInfo> change) => run with { Info = change(run.Info) };

    private static StoredRun Run(int seed, params (string Mask, string Set, double Accuracy)[] values) => new(
        "", new RunInfo { Experiment = "e", Variant = "default", Seed = seed, Network = Lstm, Question = RunQuestion.Generalize, ControlMask = "control" },
        [.. values.Select(value => new ResultRecord("e", "default", seed, Stages.Evaluate, value.Mask, "", value.Mask.Length == 0 ? Condition.Unmasked : Condition.Mask, value.Set, "", "", null, Metrics.Accuracy, value.Accuracy))]);

    private static StoredRun Baseline(int seed, string network, double accuracy) => new(
        "", new RunInfo { Experiment = "base", Variant = $"{network}-jump", Seed = seed, Network = network, Question = RunQuestion.Generalize },
        [new ResultRecord("base", $"{network}-jump", seed, Stages.Evaluate, "", "", Condition.Unmasked, "jump", "", "", null, Metrics.Accuracy, accuracy)]);
}
