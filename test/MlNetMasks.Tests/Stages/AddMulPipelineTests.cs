using Microsoft.ML;
using MlNetMasks.Data;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>The main job on a small scale: one-digit numbers are added or multiplied, and each mask keeps one operation.</summary>
[TestClass]
public sealed class AddMulPipelineTests
{
    [TestMethod]
    public void Learn_OneMaskPerOperation_KeepsItAndLosesTheOther()
    {
        var ml = new MLContext(seed: 1);
        var options = new AddMulOptions { Digits = 1, Seed = 1 };
        var masks = new MaskStageOptions { StepCount = 1_500, LearningRate = 5e-2, Beta = 1e-4 };
        var pipeline = ml.Masks.Pretrain(new FeedForwardNetwork([128, 128]), new() { Problem = new DigitsProblem(), StepCount = 2_000 })
            .Append(ml.Masks.Learn("control", masks with { Role = MaskRole.Control }))
            .Append(ml.Masks.Learn("add", masks with { Rows = RowFilter.KeyIs("Operation", "add") }))
            .Append(ml.Masks.Learn("mul", masks with { Rows = RowFilter.KeyIs("Operation", "mul") }));

        using var model = pipeline.Fit(new AddMulSource(DataSplit.Train, 20_000, options));

        var evaluation = ml.Masks.Evaluate(model, new AddMulSource(DataSplit.Validation, 2_000, options), new EvaluationOptions
        {
            Sets = [new("add", RowFilter.KeyIs("Operation", "add")), new("mul", RowFilter.KeyIs("Operation", "mul"))],
        });
        foreach (var record in evaluation.Records.Where(record => record.Metric == Metrics.Accuracy))
        {
            Console.WriteLine($"{record.Mask} {record.Condition} {record.DataSet} {record.Value}");
        }

        Assert.IsGreaterThan(0.99, evaluation.Accuracy("", Condition.Unmasked, "add"));
        Assert.IsGreaterThan(0.99, evaluation.Accuracy("", Condition.Unmasked, "mul"));
        Assert.IsGreaterThan(0.9, evaluation.Accuracy("add", Condition.Mask, "add"));
        Assert.IsGreaterThan(0.9, evaluation.Accuracy("mul", Condition.Mask, "mul"));
        Assert.IsLessThan(0.4, evaluation.Accuracy("add", Condition.Mask, "mul"));
        Assert.IsLessThan(0.4, evaluation.Accuracy("mul", Condition.Mask, "add"));
    }
}
