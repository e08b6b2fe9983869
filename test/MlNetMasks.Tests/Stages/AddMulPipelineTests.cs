using Microsoft.ML.Data;
using MlNetMasks.Masks;

namespace MlNetMasks.Tests.Stages;

/// <summary>What the main job must give.</summary>
[TestClass]
public sealed class AddMulPipelineTests
{
    [TestMethod]
    public void Learn_OneMaskPerOperation_KeepsItAndLosesTheOther()
    {
        var evaluation = AddMulModel.Context.Masks.Evaluate(AddMulModel.Model, AddMulModel.Validation, new EvaluationOptions
        {
            Sets = [new("add", AddMulModel.Operation("add")), new("mul", AddMulModel.Operation("mul"))],
        });

        Assert.IsGreaterThan(0.99, evaluation.Accuracy("", Condition.Unmasked, "add"));
        Assert.IsGreaterThan(0.99, evaluation.Accuracy("", Condition.Unmasked, "mul"));
        Assert.IsGreaterThan(0.9, evaluation.Accuracy("add", Condition.Mask, "add"));
        Assert.IsGreaterThan(0.9, evaluation.Accuracy("mul", Condition.Mask, "mul"));
        Assert.IsLessThan(0.4, evaluation.Accuracy("add", Condition.Mask, "mul"));
        Assert.IsLessThan(0.4, evaluation.Accuracy("mul", Condition.Mask, "add"));
    }

    [TestMethod]
    public void Transform_OfTheWholeChain_AddsScoreAnswerAndCorrectPerStage()
    {
        var before = AddMulModel.Validation.Schema;
        var schema = AddMulModel.Model.GetOutputSchema(before);

        CollectionAssert.AreEqual(
            new[] { "", "control.", "add.", "mul." }.SelectMany(stage => new[] { $"{stage}Score", $"{stage}PredictedDigits", $"{stage}Correct" }).ToArray(),
            schema.Skip(before.Count).Select(column => column.Name).ToArray());
        foreach (var stage in new[] { "", "control.", "add.", "mul." })
        {
            Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 10), schema[stage + "Score"].Type);
            Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 1), schema[stage + "PredictedDigits"].Type);
            Assert.AreEqual(BooleanDataViewType.Instance, schema[stage + "Correct"].Type);
        }
    }

    [TestMethod]
    public void Scores_OfEveryStage_AreProbabilitiesWhoseLargestIsTheAnswer()
    {
        var scored = AddMulModel.Model.Transform(AddMulModel.Validation);
        foreach (var stage in new[] { "", "add." })
        {
            var scores = scored.GetColumn<float[]>(stage + "Score").ToList();
            var answers = scored.GetColumn<byte[]>(stage + "PredictedDigits").ToList();
            Assert.HasCount(2_000, scores);
            for (var row = 0; row < scores.Count; row++)
            {
                Assert.IsTrue(Array.TrueForAll(scores[row], p => p is >= 0 and <= 1));
                Assert.AreEqual(1, scores[row].Sum(), 1e-5);
                Assert.AreEqual(scores[row].Max(), scores[row][answers[row][0]]);
            }
        }
    }

    [TestMethod]
    public void Correct_OfAStage_IsItsAccuracyInTheEvaluation()
    {
        var evaluation = AddMulModel.Context.Masks.Evaluate(AddMulModel.Model, AddMulModel.Validation);
        var scored = AddMulModel.Model.Transform(AddMulModel.Validation);

        Assert.AreEqual(evaluation.Accuracy("", Condition.Unmasked, "all"), scored.GetColumn<bool>("Correct").Average(right => right ? 1.0 : 0), 1e-12);
        Assert.AreEqual(evaluation.Accuracy("mul", Condition.Mask, "all"), scored.GetColumn<bool>("mul.Correct").Average(right => right ? 1.0 : 0), 1e-12);
    }

    [TestMethod]
    public void Confusion_OfTheOperations_SaysWhichResultAnAnswerIs()
    {
        var records = AddMulModel.Context.Masks.Evaluate(AddMulModel.Model, AddMulModel.Validation).Records.Where(record => record.Metric == Metrics.Confusion).ToList();

        var unmasked = Shares("", Condition.Unmasked);
        Assert.HasCount(6, unmasked);
        Assert.IsGreaterThan(0.99, unmasked[("add", "add")]);
        Assert.IsGreaterThan(0.99, unmasked[("mul", "mul")]);
        Assert.IsGreaterThan(0.9, Shares("add", Condition.Mask)[("add", "add")]);
        foreach (var (mask, condition) in new[] { ("", Condition.Unmasked), ("add", Condition.Mask), ("add", Condition.Inverse) })
        {
            var shares = Shares(mask, condition);
            Assert.AreEqual(1, shares[("add", "add")] + shares[("add", "mul")] + shares[("add", "none")], 1e-12);
            Assert.AreEqual(1, shares[("mul", "add")] + shares[("mul", "mul")] + shares[("mul", "none")], 1e-12);
        }

        Dictionary<(string, string), double> Shares(string mask, Condition condition) => records
            .Where(record => record.Mask == mask && record.Condition == condition)
            .ToDictionary(record => (record.Unit, record.Against), record => record.Value);
    }
}
