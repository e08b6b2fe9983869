using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Tests.Stages;

[TestClass]
public sealed class PredictionEngineTests
{
    [TestMethod]
    public void PredictionEngine_RowByRow_DecidesAsTheBatchPathDoes()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Raw(ml, 60);
        using var model = ml.Transforms.Conversion.MapValueToKey("Label", "Color")
            .Append(Toy.Chain(ml, Toy.FewSteps with { StepCount = 60, LearningRate = 1e-2 }))
            .Fit(data);
        var scored = model.Transform(data);
        var scores = scored.GetColumn<float[]>("Score").ToList();
        var masked = scored.GetColumn<float[]>("blue.Score").ToList();
        var answers = scored.GetColumn<uint>("PredictedLabel").ToList();
        var maskedAnswers = scored.GetColumn<uint>("blue.PredictedLabel").ToList();
        var right = scored.GetColumn<bool>("red.Correct").ToList();

        using var engine = ml.Model.CreatePredictionEngine<ToyRow, ToyAnswer>(model, new PredictionEngineOptions { OwnsTransformer = false });

        var row = 0;
        foreach (var example in Toy.Rows(60))
        {
            var answer = engine.Predict(example);
            Assert.AreEqual(answers[row], answer.PredictedLabel);
            Assert.AreEqual(maskedAnswers[row], answer.Masked);
            Assert.AreEqual(right[row], answer.Right);
            for (var i = 0; i < 3; i++)
            {
                Assert.AreEqual(scores[row][i], answer.Score[i], 1e-5);
                Assert.AreEqual(masked[row][i], answer.MaskedScore[i], 1e-5);
            }

            row++;
        }
    }

    [TestMethod]
    public void PredictionEngine_OnRowsWithoutLabel_Answers()
    {
        var ml = new MLContext(seed: 1);
        using var model = Toy.Chain(ml).Fit(Toy.Data(ml));

        using var engine = ml.Model.CreatePredictionEngine<Unlabelled, ToyScore>(model, new PredictionEngineOptions { OwnsTransformer = false });

        Assert.AreEqual(1, engine.Predict(new Unlabelled { Features = [1, 0] }).Score.Sum(), 1e-5);
    }

    [TestMethod]
    public void PredictionEngine_OnKeysWithoutNames_TakesThemByTheirNumbers()
    {
        var ml = AddMulModel.Context;
        var model = new PretrainedTransformer(ml, ml.Masks.NetworkOf(AddMulModel.Model), new(), []);
        using var engine = ml.Model.CreatePredictionEngine<Question, Sum>(model);

        CollectionAssert.AreEqual(new byte[] { 7 }, engine.Predict(new Question { Left = [3], Right = [4], Operation = 0 }).PredictedDigits);
        CollectionAssert.AreEqual(new byte[] { 2 }, engine.Predict(new Question { Left = [3], Right = [4], Operation = 1 }).PredictedDigits);
    }

    [TestMethod]
    public void PredictionEngine_DisposedWithTheModel_LeavesTheModelUsable()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var model = Toy.Chain(ml).Fit(data);
        using (var engine = ml.Model.CreatePredictionEngine<Unlabelled, ToyScore>(model))
        {
            engine.Predict(new Unlabelled { Features = [1, 0] });
        }

        Assert.AreEqual(120, model.Transform(data).GetColumn<float[]>("red.Score").Count());
        Assert.IsNotEmpty(ml.Masks.Evaluate(model, data).Records);
    }

    [TestMethod]
    public void PredictionEngine_OnARowWithNaN_NamesColumnAndSlot()
    {
        var ml = new MLContext(seed: 1);
        using var model = Toy.Chain(ml).Fit(Toy.Data(ml));
        using var engine = ml.Model.CreatePredictionEngine<Unlabelled, ToyScore>(model, new PredictionEngineOptions { OwnsTransformer = false });

        var message = Toy.Message<InvalidDataException>(() => engine.Predict(new Unlabelled { Features = [1, float.NaN] }));

        StringAssert.Contains(message, "Column 'Features' holds NaN in row 0, slot 1; a finite number was expected");
        Assert.AreEqual(1, engine.Predict(new Unlabelled { Features = [1, 0] }).Score.Sum(), 1e-5);
    }

    private sealed class ToyAnswer
    {
        public uint PredictedLabel { get; set; }

        public float[] Score { get; set; } = [];

        [ColumnName("blue.PredictedLabel")]
        public uint Masked { get; set; }

        [ColumnName("blue.Score")]
        public float[] MaskedScore { get; set; } = [];

        [ColumnName("red.Correct")]
        public bool Right { get; set; }
    }

    private sealed class Unlabelled
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [0, 0];
    }

    private sealed class ToyScore
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class Question
    {
        [VectorType(1)]
        public byte[] Left { get; set; } = [0];

        [VectorType(1)]
        public byte[] Right { get; set; } = [0];

        [KeyType(2)]
        public uint Operation { get; set; }
    }

    private sealed class Sum
    {
        public byte[] PredictedDigits { get; set; } = [];
    }
}
