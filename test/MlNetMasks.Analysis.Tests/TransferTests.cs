using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

[TestClass]
public sealed class TransferTests
{
    [TestMethod]
    [DataRow(0.1, 0.0, nameof(Outcome.DoesNotHold), "Later functions do not reuse the weights of earlier ones: 0 of 2 functions take at least 50%")]
    [DataRow(0.8, 0.0, nameof(Outcome.Holds), "Later functions reuse the weights of earlier ones: 2 of 2 functions take")]
    [DataRow(0.8, 3.0, nameof(Outcome.Unknown), "Later functions changed earlier ones")]
    public void Transfer_IsDecidedByTheSharesOfIntactFunctions(double reused, double changed, string outcome, string summary)
    {
        Verdict verdict = Verdict.Of(new VariantResults([Run(1, reused, changed)]));

        Assert.AreEqual(outcome, verdict.Outcome.ToString());
        Assert.Contains(summary, verdict.Summary);
        string sentences = string.Join(' ', verdict.Sentences);
        Assert.Contains("When it was learned, a function answered 96.0% to 98.0% right with its own mask (3 functions).", sentences);
        Assert.Contains(changed == 0 ? "changed no answer and no kept weight of earlier ones, to the last bit" : "changed 9 answers and 9 kept weights of earlier ones", sentences);
        Assert.Contains($"Of the weights that p1 keeps behind the first layer, {100 * reused:0.0}% are kept by earlier functions too; chance would give 12.0% (11.0% to 13.0%).", sentences);
    }

    [TestMethod]
    public void Transfer_OfSharesThatChanceExplains_IsNone()
    {
        StoredRun run = Run(1, 0.8, 0);
        run = run with { Records = [.. run.Records.Select(record => record.Metric.StartsWith("chance-reused", StringComparison.Ordinal) && record.Mask == "p2" ? record with { Value = 0.9 } : record)] };

        Verdict verdict = Verdict.Of(new VariantResults([run]));

        Assert.AreEqual(Outcome.HoldsInPart, verdict.Outcome);
        Assert.Contains("1 of 2 functions takes", verdict.Summary);
    }

    [TestMethod]
    public void Transfer_OfSeveralRuns_IsJudgedRunByRunAndHasAnInterval()
    {
        Verdict verdict = Verdict.Of(new VariantResults([Run(1, 0.9, 0), Run(2, 0.9, 0), Run(3, 0.3, 0)])); // 0.7 in the mean

        Assert.AreEqual(Outcome.HoldsInPart, verdict.Outcome);
        Assert.Contains("4 of 6 functions in 3 runs take at least 50%", verdict.Summary);
        Assert.Contains("70.0% (30.0% to 90.0%, 95% interval over the seeds) are kept by earlier functions too", string.Join(' ', verdict.Sentences));
    }

    [TestMethod]
    public void Transfer_OfFunctionsThatWereNotLearned_IsNotJudged()
    {
        StoredRun run = Run(1, 0.8, 0);
        run = run with { Records = [.. run.Records.Select(record => record.Metric == Metrics.RetainedAccuracy ? record with { Value = 0.4 } : record)] };

        Verdict verdict = Verdict.Of(new VariantResults([run]));

        Assert.AreEqual(Outcome.Unknown, verdict.Outcome);
        Assert.AreEqual("", verdict.Summary);
    }

    [TestMethod]
    public void Figures_ShowReuseAndWhatIsRetained()
    {
        VariantResults variant = new([Run(1, 0.1, 0), Run(2, 0.2, 0)]);

        Figure[] figures = [.. ResultFigures.All(variant).Where(figure => figure.Name is "reused" or "retained")];
        Assert.AreSequenceEqual(["retained", "reused"], figures.Select(figure => figure.Name));
        foreach (Figure figure in figures)
        {
            string svg = figure.ToSvg(figure.Name + "-");
            Assert.Contains("p2", svg);
            Assert.DoesNotContain("NaN", svg);
        }

        VariantResults other = new([FictitiousRuns.Run(1)]);
        Assert.IsNull(ResultFigures.Reused(other));
        Assert.IsNull(ResultFigures.Retained(other));
    }

    [TestMethod]
    public void Report_HasTheTablesInHtmlAndMarkdown()
    {
        using TemporaryFolder folder = new();
        RunResults results = RunResults.FromRuns([Run(1, 0.1, 0), Run(2, 0.2, 0)]);

        string html = File.ReadAllText(RunReport.Write(results, folder.Path));
        string markdown = RunMarkdown.Build([results]);

        Assert.Contains("Weights used again", html);
        Assert.Contains("Accuracy on earlier functions", html);
        Assert.Contains("later ones change neither an answer nor a kept weight", html);
        Assert.DoesNotContain("IoMin) on average", html);
        Assert.Contains("Share of a function's kept weights that earlier functions keep too", markdown);
        Assert.Contains("| in all | 15.0% (10.0% to 20.0%); 12.0% by chance |", markdown);
    }

    [TestMethod]
    public void Frames_HaveARowPerFunctionAndLayerAndPerPair()
    {
        RunResults results = RunResults.FromRuns([Run(1, 0.1, 0), Run(2, 0.3, 0)]);

        var reused = results.ReusedWeights();
        Assert.AreEqual(2 * 3 * 2, reused.Rows.Count); // functions, layers and the total, observed and chance
        Assert.AreEqual(0.2, (double)reused.Where("Metric", "reused").Where("Mask", "p1").Where("Layer", "").Rows[0][reused.Columns.IndexOf("Mean")], 1e-12);
        var retained = results.RetainedAccuracy();
        Assert.AreEqual(6, retained.Rows.Count);
        Assert.AreSequenceEqual(["Experiment", "Variant", "Network", "Mask", "After", "DataSet", "Mean", "Std", "Seeds"], retained.Columns.Select(column => column.Name));
    }

    /// <summary>Invented results in the shape of a run of three functions one after another. No number here was ever measured.</summary>
    private static StoredRun Run(int seed, double reused, double changed)
    {
        string[] functions = ["p0", "p1", "p2"];
        List<ResultRecord> records = [];
        void Add(string stage, string mask, string metric, double value, string against = "", string set = "", string layer = "") =>
            records.Add(new("fictitious-turns", "default", seed, stage, mask, against, set.Length > 0 ? Condition.Mask : Condition.None, set, layer, "", null, metric, value));
        for (int function = 0; function < functions.Length; function++)
        {
            Add(Stages.Evaluate, functions[function], Metrics.Accuracy, 0.96 + (0.01 * function), set: functions[function]);
            Add(Stages.Analyze, functions[function], Metrics.Density, 0.1);
            Add(Stages.Analyze, functions[function], Metrics.Density, 0.1, layer: "layers.1.weight");
            for (int later = function; later < functions.Length; later++)
            {
                Add(Stages.Evaluate, functions[function], Metrics.RetainedAccuracy, 0.96 + (0.01 * function), functions[later], functions[function]);
                if (later > function)
                {
                    Add(Stages.Evaluate, functions[function], Metrics.AnswersChanged, changed, functions[later], functions[function]);
                    Add(Stages.Analyze, functions[function], Metrics.WeightsChanged, changed, functions[later]);
                }
            }

            foreach (string layer in function == 0 ? (string[])[] : ["layers.1.weight", "layers.2.weight", ""])
            {
                Add(Stages.Analyze, functions[function], Metrics.Reused, reused, layer: layer);
                Add(Stages.Analyze, functions[function], "chance-reused", 0.12, layer: layer);
                Add(Stages.Analyze, functions[function], "chance-reused-low", 0.11, layer: layer);
                Add(Stages.Analyze, functions[function], "chance-reused-high", 0.13, layer: layer);
            }
        }

        return new StoredRun("", FictitiousRuns.Info(seed) with { Experiment = "fictitious-turns", Network = "feed-forward", Question = RunQuestion.Transfer, ControlMask = null, Gates = [] }, records);
    }
}
