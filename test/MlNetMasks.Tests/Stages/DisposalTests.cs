using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Torch;
using static TorchSharp.torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>Live tensors are those of the whole process, so nothing else may run meanwhile.</summary>
[TestClass]
[DoNotParallelize]
public sealed class DisposalTests
{
    [TestMethod]
    public void Model_FittedScoredEvaluatedAndDisposed_LeavesNoTensor()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var before = Tensor.TotalCount;

        var model = Toy.Chain(ml).Fit(data);
        var scored = model.Transform(data);
        _ = scored.GetColumn<float[]>("Score").Count();
        _ = scored.GetColumn<float[]>("blue.Score").First();
        _ = scored.Preview(20);
        ml.Masks.Evaluate(model, data);
        _ = ml.Masks.Subnetwork(model, "red").Transform(data).GetColumn<bool>("Correct").Count();
        using (var engine = ml.Model.CreatePredictionEngine<ToyRow, Scores>(model))
        {
            engine.Predict(new ToyRow());
            Assert.IsGreaterThan(before, Tensor.TotalCount);
        }

        model.Dispose();
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void Model_NeverDisposed_HoldsNoTensor()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var before = Tensor.TotalCount;

        var model = Toy.Chain(ml).Fit(data);
        _ = model.Transform(data).GetColumn<float[]>("blue.Score").Count();

        Assert.AreEqual(before, Tensor.TotalCount);
        GC.KeepAlive(model);
    }

    [TestMethod]
    public void PredictionEngine_ThatDoesNotOwnItsModel_LeavesItsTensorsToIt()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var before = Tensor.TotalCount;
        var model = Toy.Chain(ml).Fit(data);
        using (var engine = ml.Model.CreatePredictionEngine<ToyRow, Scores>(model, new PredictionEngineOptions { OwnsTransformer = false }))
        {
            engine.Predict(new ToyRow());
        }

        // ML.NET never disposes the engine's rows; the model does.
        model.Dispose();
        Assert.AreEqual(before, Tensor.TotalCount);
        Assert.AreEqual(120, model.Transform(data).GetColumn<bool>("red.Correct").Count());
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void Cursors_OpenAtTheSameTime_ShareOneCopyOfTheWeights()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var scored = Toy.Chain(ml).Fit(data).Transform(data);
        var before = Tensor.TotalCount;

        long first;
        using (var one = Open())
        {
            first = Tensor.TotalCount - before;
            using var two = Open();
            // A second cursor brings its two batch tensors and nothing else.
            Assert.AreEqual(first + 2, Tensor.TotalCount - before);
        }

        Assert.IsGreaterThan(2, first);
        Assert.AreEqual(before, Tensor.TotalCount);

        DataViewRowCursor Open()
        {
            var cursor = scored.GetRowCursor([scored.Schema["red.Score"]]);
            cursor.MoveNext();
            return cursor;
        }
    }

    [TestMethod]
    public void Fit_ThatFailsInTheLastStage_LeavesNoTensor()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var before = Tensor.TotalCount;

        // The filter on an answer makes the network score while the second mask is fitted.
        var chain = ml.Masks.Pretrain(Toy.Network, Toy.FewSteps)
            .Append(ml.Masks.Learn("red", Toy.FewMaskSteps with { Rows = Toy.Color("red") }))
            .Append(ml.Masks.Learn("right", Toy.FewMaskSteps with { Rows = RowFilter.KeyIs("Correct", "true") }))
            .Append(ml.Masks.Learn("none", Toy.FewMaskSteps with { Rows = Toy.Color("purple") }));

        Assert.ThrowsExactly<InvalidDataException>(() => chain.Fit(data));
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    [DataRow("pretrain")]
    [DataRow("blue")]
    public void Fit_Cancelled_LeavesNoTensor(string stage)
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        using var source = new CancellationTokenSource();
        var counter = new StepCounter(step =>
        {
            if (step.Stage == stage && step.Step == 3)
            {
                source.Cancel();
            }
        });
        var before = Tensor.TotalCount;

        Assert.ThrowsExactly<OperationCanceledException>(() => Toy.Chain(
            ml, Toy.FewSteps with { Progress = counter, Cancellation = source.Token }, Toy.FewMaskSteps with { Progress = counter, Cancellation = source.Token }).Fit(data));
        Assert.AreEqual(3, counter.CountOf(stage));
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void Fit_ThatDiverges_SaysSoAndLeavesNoTensor()
    {
        var ml = new MLContext(seed: 1);
        var rows = Toy.Rows(120).ToList();
        rows.ForEach(row => row.Features = [row.Features[0] * 1e30f, row.Features[1] * 1e30f]);
        var raw = ml.Data.LoadFromEnumerable(rows);
        var data = ml.Transforms.Conversion.MapValueToKey("Label", "Color").Fit(raw).Transform(raw);
        var before = Tensor.TotalCount;

        var message = Toy.Message<InvalidOperationException>(() => ml.Masks.Pretrain(new FeedForwardNetwork([12, 12, 12]), Toy.FewSteps with { LearningRate = 10, GradientClip = double.PositiveInfinity, StepCount = 200 }).Fit(data));

        StringAssert.Contains(message, "Stage 'pretrain' diverged in step");
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void Model_SavedAndLoaded_LeavesNoTensor()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var before = Tensor.TotalCount;
        using var file = new MemoryStream();
        ml.Model.Save(Toy.Chain(ml).Fit(data), data.Schema, file);
        file.Position = 0;

        var loaded = ml.Model.Load(file, out _);

        Assert.AreEqual(before, Tensor.TotalCount);
        Assert.AreEqual(120, loaded.Transform(data).GetColumn<bool>("red.Correct").Count());
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void Evaluate_ThatFails_LeavesNoTensor()
    {
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var model = Toy.Chain(ml).Fit(data);
        var before = Tensor.TotalCount;

        Assert.ThrowsExactly<ArgumentException>(() => ml.Masks.Evaluate(model, data, new() { Conditions = [Condition.Unmasked, Condition.HalfEarly] }));
        Assert.ThrowsExactly<InvalidDataException>(() => ml.Masks.Evaluate(model, data, new() { Sets = [new("all"), new("purple", Toy.Color("purple"))] }));
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private sealed class Scores
    {
        [ColumnName("red.Score")]
        public float[] Masked { get; set; } = [];
    }
}
