using System.Globalization;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Data;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Evaluation;

[TestClass]
public sealed class SequenceEvaluationTests
{
    private static readonly EvaluationOptions Options = new()
    {
        Sets = [new EvaluationSet("short", RowFilter.Between(ScanSource.CommandLengthColumn, 1, 3)), new EvaluationSet("copies", RowFilter.MemberOf("JumpTrain"))],
        Conditions = [Condition.Unmasked, Condition.Mask],
        ChangedAnswers = 3,
        Labels = new ResultLabels("scan", "tiny", 4),
    };

    [TestMethod]
    public void Evaluate_Sequences_SplitsAccuracyByLengthAndToken()
    {
        var ml = new MLContext(seed: 1);
        using var model = Fit(ml, new EncoderDecoderLstmNetwork(8) { EmbeddingSize = 4, LayerCount = 1 }, steps: 40);

        var records = ml.Masks.Evaluate(model, new ScanSource(), Options with { Sets = [Options.Sets[0]] }).Records;

        var own = records.Where(record => record is { Condition: Condition.Unmasked }).ToList();
        var (accuracy, count) = (Value(own, Metrics.Accuracy), Value(own, Metrics.Count));
        Assert.AreSequenceEqual(["1", "2", "3"], own.Where(record => record.Metric == Metrics.CountByLength).Select(record => record.Unit));
        Assert.AreEqual(count, own.Where(record => record.Metric == Metrics.CountByLength).Sum(record => record.Value));
        Assert.AreEqual(accuracy * count, Right(own, Metrics.AccuracyByLength, Metrics.CountByLength), 1e-9);
        Assert.IsGreaterThan(0, accuracy, "a network that gets nothing right shows nothing");

        // Counted from the source itself: the short commands whose actions have I_JUMP.
        var expected = new ScanSource().Preview(maxRows: ScanGrammar.CommandCount).RowView.Count(row =>
            (int)row.Values.First(value => value.Key == ScanSource.CommandLengthColumn).Value <= 3
            && row.Values.First(value => value.Key == ScanSource.ActionTextColumn).Value.ToString()!.Contains("I_JUMP", StringComparison.Ordinal));
        Assert.AreEqual(expected, Value(own, Metrics.CountByToken, "I_JUMP"));
    }

    [TestMethod]
    public void Evaluate_WithAControl_KeepsTheFirstAnswersThatAMaskChanges()
    {
        var ml = new MLContext(seed: 1);
        using var model = Fit(ml, new EncoderDecoderLstmNetwork(8) { EmbeddingSize = 4, LayerCount = 1 }, steps: 40);

        var evaluation = ml.Masks.Evaluate(model, new ScanSource(), Options with { Sets = [Options.Sets[0]] });

        var changed = evaluation.ChangedAnswers;
        Assert.HasCount(3, changed);
        Assert.IsTrue(changed.All(change => change is { Experiment: "scan", Variant: "tiny", Seed: 4, Mask: "other", DataSet: "short" } && change.Control != change.Masked));
        Assert.AreSequenceEqual(changed.Select(change => change.Row).Order(), changed.Select(change => change.Row));
        foreach (var change in changed)
        {
            Assert.IsTrue(ScanGrammar.TryFind(change.Input, out var command));
            Assert.AreEqual(change.Expected, ScanGrammar.ActionText(command));
        }

        Assert.IsEmpty(ml.Masks.Evaluate(model, new ScanSource(), Options with { Sets = [Options.Sets[0]], ChangedAnswers = 0 }).ChangedAnswers);

        // Limits keep examples from filling the disk; the count is that of all changes.
        var everything = ml.Masks.Evaluate(model, new ScanSource(), Options with { Sets = [Options.Sets[0]], ChangedAnswers = 100_000 }).ChangedAnswers;
        foreach (var group in everything.GroupBy(answer => (answer.Mask, answer.DataSet)))
        {
            Assert.AreEqual(group.Count(), evaluation.Records.Single(record =>
                record.Metric == Metrics.AnswersUnlikeControl && record.Against == "control" && (record.Mask, record.DataSet) == group.Key).Value);
        }

        Assert.IsGreaterThan(changed.Count, everything.Count);
    }

    [TestMethod]
    public void Evaluate_RepeatedRows_AreCountedAsOftenAsTheyAreThere()
    {
        var ml = new MLContext(seed: 1);
        using var model = Fit(ml, new EncoderDecoderLstmNetwork(4) { EmbeddingSize = 2, LayerCount = 1 }, steps: 1);
        var few = ml.Data.FilterByCustomPredicate(new ScanSource(), (Counted row) => row.ActionLength != 1 || row.JumpTrain < 1_000); // the bare jump alone

        var records = ml.Masks.Evaluate(model, few, Options with { Sets = [Options.Sets[1]], Conditions = [Condition.Unmasked] }).Records;

        Assert.AreEqual(1_467, Value(records, Metrics.CountByToken, "I_JUMP"));
    }

    private sealed class Counted
    {
        public int ActionLength { get; set; }

        public int JumpTrain { get; set; }
    }

    [TestMethod]
    public void Analyze_Sequences_ComparesOutputRowsWithTheControl()
    {
        var ml = new MLContext(seed: 1);
        using var model = Fit(ml, new TransformerNetwork(8) { HeadCount = 2, FeedForwardSize = 8, EncoderLayerCount = 1, DecoderLayerCount = 1 }, steps: 20);

        var analysis = ml.Masks.Analyze(model);

        string[] tokens = [.. ScanVocabulary.ActionTokens.Skip(1), SequenceProblem.EndToken];
        var removed = analysis.Records.Where(record => record.Metric == Metrics.RemovedPerToken).ToList();
        Assert.AreSequenceEqual(tokens, removed.Select(record => record.Unit));
        var (control, other) = (analysis.Masks["control"], analysis.Masks["other"]);
        var layer = control.Layout.IndexOf("output_map.weight");
        for (var token = 0; token < tokens.Length; token++)
        {
            var row = Enumerable.Range(token * 8, 8).Where(index => control.IsKept(layer, index)).ToList();
            Assert.AreEqual((double)row.Count(index => !other.IsKept(layer, index)) / row.Count, removed[token].Value, 1e-12);
        }

        DataFrame frame = analysis.RemovedPerToken();
        Assert.AreSequenceEqual(["Mask", "Token", "removed-per-token"], frame.Columns.Select(column => column.Name));
        Assert.AreSequenceEqual(removed.Select(record => record.Value).OrderDescending(), frame.Columns[2].Cast<object>().Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)));
    }

    [TestMethod]
    public void Analyze_TiedEmbeddings_HaveNoOutputRows()
    {
        var ml = new MLContext(seed: 1);
        var data = new MathematicsSource(MathematicsModule.Sort, DataSplit.Train, new() { EasyExamples = 60, MediumExamples = 0, HardExamples = 0, InterpolateExamples = 0, ExtrapolateExamples = 0 });
        using var model = new EstimatorChain<ITransformer>()
            .Append((IEstimator<ITransformer>)ml.Masks.Pretrain(
                new TransformerNetwork(8) { HeadCount = 2, FeedForwardSize = 8, EncoderLayerCount = 1, DecoderLayerCount = 1, TiesEmbeddings = true },
                new() { Problem = new SequenceProblem(MathematicsSource.QuestionColumn, MathematicsSource.AnswerColumn), StepCount = 1, BatchSize = 4, Threads = 1 }))
            .Append((IEstimator<ITransformer>)ml.Masks.Learn("control", new() { Role = MaskRole.Control, StepCount = 1, BatchSize = 4, SampleCount = 2, Threads = 1 }))
            .Append((IEstimator<ITransformer>)ml.Masks.Learn("easy", new() { StepCount = 1, BatchSize = 4, SampleCount = 2, Threads = 1, Rows = RowFilter.Between(MathematicsSource.QuestionLengthColumn, 1, 40) }))
            .Fit(data);

        Assert.IsFalse(ml.Masks.Analyze(model).Records.Any(record => record.Metric == Metrics.RemovedPerToken));
    }

    private static TransformerChain<ITransformer> Fit(MLContext ml, NetworkSpec network, int steps)
    {
        var (all, few) = (RowFilter.Between(ScanSource.CommandLengthColumn, 1, 3), RowFilter.Between(ScanSource.CommandLengthColumn, 1, 2));
        return new EstimatorChain<ITransformer>()
            .Append((IEstimator<ITransformer>)ml.Masks.Pretrain(network, new()
            {
                Problem = new SequenceProblem(ScanSource.CommandColumn, ScanSource.ActionsColumn),
                Rows = all,
                StepCount = steps,
                BatchSize = 32,
                LearningRate = 0.02,
                Threads = 1,
            }))
            .Append((IEstimator<ITransformer>)ml.Masks.Learn("control", new() { Role = MaskRole.Control, Rows = all, StepCount = steps, BatchSize = 16, SampleCount = 2, LearningRate = 0.1, Threads = 1 }))
            .Append((IEstimator<ITransformer>)ml.Masks.Learn("other", new() { Rows = few, StepCount = steps, BatchSize = 16, SampleCount = 2, LearningRate = 0.2, Beta = 0.01, Threads = 1 }))
            .Fit(new ScanSource());
    }

    private static double Value(IEnumerable<ResultRecord> records, string metric, string unit = "") =>
        records.Single(record => record.Metric == metric && record.Unit == unit && record.Against.Length == 0).Value;

    private static double Right(List<ResultRecord> records, string share, string count) => records.Where(record => record.Metric == share)
        .Sum(record => record.Value * records.Single(other => other.Metric == count && other.Unit == record.Unit).Value);
}
