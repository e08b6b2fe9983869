using System.Globalization;
using Microsoft.Data.Analysis;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

/// <summary>Masks that leave classes out, and gradients of masked networks, in tables, figures, frames and words. No number here was ever measured.</summary>
[TestClass]
public sealed class ClassTests
{
    private static readonly string[] Classes = ["cat", "dog", "ship"];

    [TestMethod]
    public void Drops_Table_HasARowPerMaskWithTheClassItLeavesOut()
    {
        ReportTable table = ClassTables.Drops(Removal(1).Variants[0])!;

        Assert.AreSequenceEqual(["mask", "left out", "drop of what is left out", "mean drop of the others", "largest other / left out", "remaining"], table.Heads);
        Assert.AreSequenceEqual(
            ["without-0|cat|80.0%|5.0%|0.125|70.0%", "without-1|dog|60.0%|5.0%|0.167|70.0%"], table.Rows.Select(row => string.Join('|', row)));
        Assert.Contains("80.0% ± 0.0", ClassTables.Drops(Removal(2).Variants[0])!.Rows[0][2]);
    }

    [TestMethod]
    public void Sentences_OfSeveralMasks_SayMeanAndLeast() => Assert.AreSequenceEqual(
        ["With 2 masks that leave classes out, what is left out loses 70.0% of the accuracy that it has with the control, on average and at least 60.0% (dog); the other classes lose 5.0% on average."],
        new ClassTable(Removal(1).Variants[0]).Sentences());

    [TestMethod]
    public void Sentences_OfOneMask_NameIt() => Assert.AreSequenceEqual(
        ["With the without-0 mask, cat loses 80.0% of the accuracy that it has with the control, the other classes 5.0% on average."],
        new ClassTable(RunResults.FromRuns([Run(1, [.. Mask("without-0", 0, 0.8)])]).Variants[0]).Sentences());

    [TestMethod]
    [DataRow(0.8, 0.05, nameof(Outcome.Holds), "Classes have weights of their own: 4 of 4 masks lose what was left out and keep the other classes.")]
    [DataRow(0.5, 0.1, nameof(Outcome.Holds), "Classes have weights of their own: 4 of 4 masks lose what was left out and keep the other classes.")]
    [DataRow(0.49, 0.05, nameof(Outcome.HoldsInPart), "Only some classes have weights of their own: 3 of 4 masks lose what was left out and keep the other classes.")]
    [DataRow(0.8, 0.11, nameof(Outcome.HoldsInPart), "Only some classes have weights of their own: 3 of 4 masks lose what was left out and keep the other classes.")]
    public void Verdict_OfClassRemoval_JudgesEveryMaskOfEveryRun(double target, double others, string outcome, string summary)
    {
        ResultRecord[] second = [.. Mask("without-0", 0, target).Select(record => record.Metric == Metrics.MeanOtherDrop ? record with { Value = others } : record), .. Mask("without-1", 1, 0.6)];
        Verdict verdict = Verdict.Of(RunResults.FromRuns([Run(1, [.. Mask("without-0", 0, 0.8), .. Mask("without-1", 1, 0.6)]), Run(2, second)]).Variants[0]);

        Assert.AreEqual((outcome, summary), (verdict.Outcome.ToString(), verdict.Summary));
        Assert.Contains("at least 50%", verdict.Rule);
    }

    [TestMethod]
    public void Verdict_OfClassRemovalThatTakesNothing_SaysSo() => Assert.AreEqual(
        (Outcome.DoesNotHold, "Classes have no weights of their own: 0 of 1 mask lose what was left out and keep the other classes."),
        Verdict.Of(RunResults.FromRuns([Run(1, [.. Mask("without-0", 0, 0.3)])]).Variants[0]) is var verdict ? (verdict.Outcome, verdict.Summary) : default);

    [TestMethod]
    [DataRow(0.49, "")]
    [DataRow(0.5, "Classes have no weights of their own: 0 of 1 mask lose what was left out and keep the other classes.")]
    public void Verdict_OfAControlThatKnowsLittle_IsMissing(double accuracy, string summary)
    {
        ResultRecord control = Record("control", Metrics.Accuracy, accuracy);

        Assert.AreEqual(summary, Verdict.Of(RunResults.FromRuns([Run(1, [.. Mask("without-0", 0, 0), control])]).Variants[0]).Summary);
    }

    [TestMethod]
    public void LargestOther_OfAMask_CountsAnIncreaseAsZero()
    {
        ClassTable table = new(RunResults.FromRuns([Run(1,
        [
            Record("m", Metrics.TargetDrop, 0.5), Record("m", Metrics.TargetDrop, 0.5, "cat"), Record("m", Metrics.RelativeDrop, 0.5, "cat"),
            Record("m", Metrics.RelativeDrop, -0.3, "dog"), Record("m", Metrics.RelativeDrop, double.NaN, "ship"),
        ])]).Variants[0]);

        Assert.AreEqual(0, table.LargestOther(table.Rows[0]).Mean);
        Assert.AreEqual("cat", table.LeftOut(table.Rows[0]));
    }

    [TestMethod]
    public void Figures_OfClasses_StandInTheReportsOrder()
    {
        string[] names = [.. ResultFigures.All(Removal(2).Variants[0]).Select(figure => figure.Name)];

        Assert.AreSequenceEqual(["classes-drops", "classes-relative-drop", "classes-confusion-difference", "gradient-cosine"], names);
        string svg = ResultFigures.ConfusionDifferences(Removal(1).Variants[0])[0].ToSvg();
        Assert.Contains(">without cat<", svg);
        Assert.Contains(">−80.0<", svg);
        Assert.Contains(">+80.0<", svg);
        Assert.Contains(">dog<", ResultFigures.ClassDrops(Removal(1).Variants[0])[0].ToSvg());
        Assert.Contains(">80.0<", ResultFigures.RelativeDrops(Removal(1).Variants[0])[0].ToSvg().Replace("+", "", StringComparison.Ordinal));
        Assert.Contains("without-0", ResultFigures.GradientCosine(Removal(1).Variants[0])!.ToSvg());
    }

    [TestMethod]
    public void Figures_OfSeveralSets_HaveNamesOfTheirOwn()
    {
        VariantResults variant = RunResults.FromRuns([Run(1, [.. Mask("without-0", 0, 0.8), .. Mask("without-0", 0, 0.4).Select(record => record with { DataSet = "more" })])]).Variants[0];

        Assert.AreSequenceEqual(["classes-drops-all", "classes-drops-more"], ResultFigures.ClassDrops(variant).Select(figure => figure.Name));
        Assert.Contains("evaluation set", ClassTables.Drops(variant)!.Heads);
        Assert.HasCount(2, new ClassTable(variant).Sentences());
    }

    [TestMethod]
    public void Figures_WithoutSuchResults_AreMissing()
    {
        VariantResults variant = FictitiousRuns.Results().Variants[0];

        Assert.IsEmpty(ResultFigures.ClassDrops(variant));
        Assert.IsEmpty(ResultFigures.RelativeDrops(variant));
        Assert.IsEmpty(ResultFigures.ConfusionDifferences(variant));
        Assert.IsNull(ResultFigures.GradientCosine(variant));
        Assert.IsNull(ClassTables.Drops(variant));
        Assert.IsNull(ClassTables.GradientCosine(variant));
        Assert.IsEmpty(ResultFigures.ClassDrops(RunResults.FromRuns([Run(1, [Record("m", Metrics.TargetDrop, double.NaN)])]).Variants[0]));
    }

    [TestMethod]
    public void GradientCosine_Table_HasARowPerNumberOfModules()
    {
        ReportTable table = ClassTables.GradientCosine(Removal(1).Variants[0])!;

        Assert.AreSequenceEqual(["masked modules", "without-0", "without-1"], table.Heads);
        Assert.AreSequenceEqual(["0|1.000|1.000", "1|0.750|0.750", "2|0.500|0.500"], table.Rows.Select(row => string.Join('|', row)));
    }

    [TestMethod]
    public void Frames_OfClasses_HaveMeansOverSeeds()
    {
        RunResults results = Removal(2);
        DataFrame relative = results.RelativeDrops();
        Assert.AreSequenceEqual(["Experiment", "Variant", "Network", "Mask", "DataSet", "Class", "Mean", "Std", "Seeds"], relative.Columns.Select(column => column.Name));
        Assert.AreEqual(6, relative.Rows.Count);
        Assert.AreEqual(("without-0", "cat", 2), ((string)relative["Mask"][0], (string)relative["Class"][0], (int)relative["Seeds"][0]));
        Assert.AreEqual(0.8, (double)relative["Mean"][0], 1e-12);
        DataFrame drops = results.ClassDrops();
        Assert.AreSequenceEqual(["target-drop", "mean-other-drop", "largest-other-to-target"], Enumerable.Range(0, 3).Select(row => (string)drops["Metric"][row]));
        Assert.AreEqual(6, drops.Rows.Count);
        DataFrame differences = results.ConfusionDifferences();
        Assert.AreEqual(2 * 9, differences.Rows.Count);
        Assert.AreEqual("dog", (string)differences["Answer"][1]);
        DataFrame cosines = results.GradientCosines();
        Assert.AreSequenceEqual([0, 1, 2, 0, 1, 2], Enumerable.Range(0, 6).Select(row => (int)cosines["MaskedModules"][row]));
        Assert.AreEqual(0, FictitiousRuns.Results().GradientCosines().Rows.Count);
    }

    [TestMethod]
    public void Report_OfClasses_HasThePartsAndSaysWhatWasLost()
    {
        using TemporaryFolder folder = new();
        string html = File.ReadAllText(RunReport.Write(Removal(2), folder.Path));

        Assert.Contains("<h3>Classes left out</h3>", html);
        Assert.Contains("<h3>Gradients</h3>", html);
        Assert.Contains("id=\"figure-classes-confusion-difference\"", html);
        Assert.Contains("id=\"figure-gradient-cosine\"", html);
        Assert.Contains("what is left out loses 70.0%", html);
        Assert.IsTrue(File.Exists(folder.File("figures/classes-drops.png")));
        string page = RunMarkdown.Build([Removal(2)]);
        Assert.Contains("**Classes have weights of their own: 4 of 4 masks lose", page);
        Assert.Contains("| without-0 | cat | 80.0% ± 0.0 |", page);
        Assert.Contains("| masked modules | without-0 | without-1 |", page);
    }

    private static RunResults Removal(int seeds) =>
        RunResults.FromRuns(Enumerable.Range(1, seeds).Select(seed => Run(seed, [.. Mask("without-0", 0, 0.8), .. Mask("without-1", 1, 0.6)])));

    private static StoredRun Run(int seed, ResultRecord[] records) => new(
        "", new RunInfo { Experiment = "fictitious-classes", Variant = "default", Seed = seed, ControlMask = "control", ElapsedSeconds = 1 }, [.. records.Select(record => record with { Seed = seed })]);

    private static IEnumerable<ResultRecord> Mask(string mask, int target, double drop)
    {
        foreach ((int index, string name) in Classes.Index())
        {
            yield return Record(mask, Metrics.RelativeDrop, index == target ? drop : index == (target + 1) % 3 ? 0.1 : -0.05, name);
            foreach ((int answer, string other) in Classes.Index())
            {
                yield return Record(mask, Metrics.ConfusionDifference, index != target ? 0 : answer == target ? -drop : answer == (target + 1) % 3 ? drop : 0, name, other);
            }
        }

        yield return Record(mask, Metrics.TargetDrop, drop);
        yield return Record(mask, Metrics.TargetDrop, drop, Classes[target]);
        yield return Record(mask, Metrics.MeanOtherDrop, 0.05);
        yield return Record(mask, Metrics.LargestOtherToTarget, 0.1 / drop);
        yield return new ResultRecord("fictitious-classes", "default", 1, Stages.Analyze, mask, "", Condition.None, "", "", "", null, Metrics.Remaining, 0.7);
        for (int count = 0; count < 3; count++)
        {
            yield return Record(mask, Metrics.GradientCosine, 1 - (0.25 * count), count.ToString(CultureInfo.InvariantCulture)) with { Condition = Condition.None };
        }
    }

    private static ResultRecord Record(string mask, string metric, double value, string unit = "", string against = "") =>
        new("fictitious-classes", "default", 1, Stages.Evaluate, mask, against, Condition.Mask, "all", "", unit, null, metric, value);
}
