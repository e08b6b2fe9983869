using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class AnswerTests
{
    [TestMethod]
    [DataRow(0.02, 0.97, nameof(Outcome.DoesNotHold), "P_reuse fails: the other place survives in 2 of 2 checks.")]
    [DataRow(0.02, 0.10, nameof(Outcome.Holds), "P_reuse holds: the other place breaks too in 2 of 2 checks.")]
    [DataRow(0.02, 0.65, nameof(Outcome.Unknown), "P_reuse is undecided: the other place keeps between 50% and 80% in all 2 checks.")]
    [DataRow(0.90, 0.97, nameof(Outcome.Unknown), "")]
    public void Reuse_ByInverseMasks_IsDecidedByTheOtherPlace(double own, double other, string outcome, string summary)
    {
        Verdict verdict = Verdict.Of(Reuse(Condition.Inverse, own, other));
        Assert.AreEqual(outcome, verdict.Outcome.ToString());
        Assert.Contains(summary, verdict.Summary);
    }

    [TestMethod]
    public void Reuse_OverSeeds_ChecksEverySeed()
    {
        VariantResults variant = new([.. Reuse(Condition.Inverse, 0.02, 0.97).Runs, Reuse(Condition.Inverse, 0.02, 0.10).Runs[0] with { Info = FictitiousRuns.Info(2) with { Question = RunQuestion.Reuse } }]);

        Assert.AreEqual("P_reuse holds only in part: the other place breaks too in 2 and survives in 2 of 4 checks.", Verdict.Of(variant).Summary);
    }

    [TestMethod]
    public void Reuse_ByMasksThatDoNotDoTheirOwnPlace_IsUnknown()
    {
        StoredRun run = Reuse(Condition.Inverse, 0.02, 0.10).Runs[0];
        VariantResults variant = new([run with { Records = [.. run.Records.Select(record => record is { Metric: Metrics.Accuracy, Stage: Stages.Evaluate, Condition: Condition.Mask } ? record with { Value = 0.06 } : record)] }]);

        Assert.AreEqual(Outcome.Unknown, Verdict.Of(variant).Outcome);
    }

    [TestMethod]
    public void Specialization_OfANetworkThatHasNotLearnedAFunction_IsUnknown()
    {
        StoredRun run = FictitiousRuns.Run(1);
        StoredRun Untaught(double accuracy) => run with
        {
            Records = [.. run.Records.Select(record => record is { Metric: Metrics.Accuracy, Stage: Stages.Evaluate, Condition: Condition.Unmasked, DataSet: "mul" } ? record with { Value = accuracy } : record)],
        };

        Assert.AreEqual(Outcome.Unknown, Verdict.Of(new VariantResults([Untaught(0.49)])).Outcome);
        Assert.AreNotEqual(Outcome.Unknown, Verdict.Of(new VariantResults([Untaught(0.51)])).Outcome);
    }

    [TestMethod]
    public void Reuse_OnlyWithRestoredLayers_IsJudgedByThem()
    {
        Verdict verdict = Verdict.Of(Reuse(Condition.InverseIoControl, 0.02, 0.97));
        Assert.AreEqual(Outcome.DoesNotHold, verdict.Outcome);
        Assert.Contains("by the condition inverse-io-control.", verdict.Rule);
        Assert.Contains("but the control's in the first and last layer, pair-1 falls to 2.0% and pair-2 stays at 97.0%", string.Join(' ', verdict.Sentences));
    }

    [TestMethod]
    public void Expressions_AreMasksWithoutTraining_AndNoFunctions()
    {
        VariantResults variant = new([FictitiousVariants.WithControls(1)]);
        Assert.AreSequenceEqual([FictitiousVariants.Expression], variant.Expressions);
        Assert.AreSequenceEqual(["add", "mul"], variant.FunctionMasks);
        Assert.Contains(FictitiousVariants.Expression + " (expression)", ReportTables.Masks(variant)!.Rows.Select(row => row[0]));
        Assert.DoesNotContain(FictitiousVariants.Expression, string.Join(' ', SharingAnswer.Sentences(variant).Skip(1)));
    }

    [TestMethod]
    public void Replicates_BelongToTheFunctionTheyAreNamedAfter()
    {
        VariantResults variant = new([FictitiousVariants.WithControls(1)]);
        Assert.AreEqual("add", variant.FunctionOf("add-2"));
        Assert.AreEqual("div-2", variant.FunctionOf("div-2"));
        Assert.AreEqual("pair-2", new VariantResults([FictitiousRuns.Run(1, functions: ["pair-1", "pair-2"])]).FunctionOf("pair-2"));
    }

    [TestMethod]
    public void Warnings_OfSeveralSeeds_StandOnce()
    {
        StoredRun[] runs = [.. Enumerable.Range(1, 3).Select(FictitiousVariants.WithControls)
            .Select(run => run with { Records = [.. run.Records.Select(record => record is { Metric: Metrics.UndecidedShare, Mask: "add", Layer: "" } ? record with { Value = 0.4 } : record)] })];
        ReportTable table = ReportTables.Warnings(new VariantResults(runs))!;
        Assert.HasCount(1, table.Rows);
        Assert.AreSequenceEqual(["add", "all", "40.0% of the logits are undecided (between -1 and 1)"], table.Rows[0].Take(3));
        Assert.AreEqual("seeds 1 to 3", table.Rows[0][4]);
        Assert.IsNull(ReportTables.Warnings(new VariantResults([FictitiousVariants.WithControls(1)])));
    }

    private static VariantResults Reuse(Condition condition, double own, double other)
    {
        StoredRun run = FictitiousRuns.Run(1, functions: ["pair-1", "pair-2"]);
        return new VariantResults([run with
        {
            Info = run.Info with { Question = RunQuestion.Reuse },
            Records = [.. run.Records.Select(record => record is { Metric: Metrics.Accuracy, Stage: Stages.Evaluate }
                ? record.Condition == Condition.Unmasked ? record with { Value = 1 }
                : record.Condition == Condition.Inverse ? record with { Condition = condition, Value = record.Mask == record.DataSet ? own : other } : record : record)],
        }]);
    }
}
