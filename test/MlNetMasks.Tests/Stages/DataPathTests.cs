using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>The same data by other ways must give the same answers.</summary>
[TestClass]
public sealed class DataPathTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Cursors_OnManyThreads_ScoreAsOneDoes()
    {
        var data = _ml.Data.Cache(Toy.Data(_ml, 2_000));
        using var model = Toy.Chain(_ml).Fit(data);
        var scored = model.Transform(data);
        var expected = scored.GetColumn<float[]>("red.Score").Zip(scored.GetColumn<uint>("Label")).Select(row => (row.First[0], row.Second)).Order().ToList();

        var column = scored.Schema["red.Score"];
        var label = scored.Schema["Label"];
        var cursors = scored.GetRowCursorSet([column, label], 4);
        var found = cursors.AsParallel().WithDegreeOfParallelism(cursors.Length).SelectMany(cursor =>
        {
            using (cursor)
            {
                var rows = new List<(float, uint)>();
                var getter = cursor.GetGetter<VBuffer<float>>(column);
                var labels = cursor.GetGetter<uint>(label);
                VBuffer<float> score = default;
                var key = 0u;
                while (cursor.MoveNext())
                {
                    getter(ref score);
                    labels(ref key);
                    rows.Add((score.GetItemOrDefault(0), key));
                }

                return rows;
            }
        }).Order().ToList();

        Assert.HasCount(2_000, found);
        for (var i = 0; i < found.Count; i++)
        {
            Assert.AreEqual(expected[i].Item1, found[i].Item1, 1e-6);
        }
    }

    [TestMethod]
    public void Fits_AtTheSameTimeOnOneContext_GiveWhatOneAfterTheOtherGives()
    {
        var data = Toy.Data(_ml);
        var expected = Fingerprints(Toy.Chain(_ml));

        var found = new (string, MaskSet)[4];
        Parallel.For(0, found.Length, i => found[i] = Fingerprints(Toy.Chain(_ml)));

        foreach (var one in found)
        {
            Assert.AreEqual(expected, one);
        }

        (string, MaskSet) Fingerprints(EstimatorChain<MaskTransformer> chain)
        {
            using var model = chain.Fit(data);
            return (ModelStages.Find(model).Pretrained.Network.Fingerprint, ModelStages.Find(model).ToMaskSet());
        }
    }

    [TestMethod]
    public void Features_GivenSparse_AreThoseGivenDense()
    {
        var raw = Toy.Raw(_ml);
        var prepared = _ml.Transforms.Conversion.MapValueToKey("Label", "Color")
            .Append(_ml.Transforms.Categorical.OneHotEncoding("Hot", "Number"))
            .Append(_ml.Transforms.Concatenate("Features", "Hot", "Features"))
            .Fit(raw)
            .Transform(raw);
        var model = _ml.Masks.Pretrain(Toy.Network, Toy.FewSteps).Fit(prepared);
        var sparse = false;
        var dense = _ml.Data.LoadFromEnumerable(prepared.GetColumn<VBuffer<float>>("Features").Select(features =>
        {
            sparse |= !features.IsDense;
            return new Wide { Features = [.. features.DenseValues()] };
        }).ToList());

        var expected = model.Transform(dense).GetColumn<float[]>("Score").ToList();
        var found = model.Transform(prepared).GetColumn<float[]>("Score").ToList();

        Assert.IsTrue(sparse);
        Assert.IsTrue(expected.Zip(found).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)));
    }

    [TestMethod]
    public void Feature_OfOneNumber_NeedsNoVector()
    {
        var data = Toy.Data(_ml);
        using var model = _ml.Masks.Pretrain(Toy.Network, Toy.FewSteps with { Problem = new ClassificationProblem("Size") }).Append(_ml.Masks.Learn("m", Toy.FewMaskSteps)).Fit(data);

        Assert.AreEqual(1, ModelStages.Find(model).Pretrained.Network.Weights.Shape.InputSize);
        Assert.AreEqual(120, model.Transform(data).GetColumn<float[]>("m.Score").Count());
    }

    [TestMethod]
    public void Data_WithColumnsNamedLikeOurs_IsHiddenByThem()
    {
        var data = Toy.Data(_ml);
        data = _ml.Transforms.CopyColumns("Score", "Color").Append(_ml.Transforms.CopyColumns("Correct", "Size")).Fit(data).Transform(data);
        using var model = Toy.Chain(_ml).Fit(data);

        var scored = model.Transform(data);

        Assert.AreEqual(120, scored.GetColumn<float[]>("Score").Count());
        Assert.AreEqual(120, scored.GetColumn<bool>("Correct").Count());
    }

    [TestMethod]
    public void Batch_LargerThanTheData_GoesOnWithTheNextEpoch()
    {
        var data = Toy.Data(_ml, 9);
        using var model = Toy.Chain(_ml, Toy.FewSteps with { BatchSize = 128 }, Toy.FewMaskSteps with { BatchSize = 128 }).Fit(data);

        Assert.AreEqual(9, model.Transform(data).GetColumn<float[]>("blue.Score").Count());
    }

    [TestMethod]
    public void Learn_OfNoSteps_KeepsEveryWeight()
    {
        var data = Toy.Data(_ml);
        using var model = Toy.Chain(_ml, masks: Toy.FewMaskSteps with { StepCount = 0 }).Fit(data);
        var stages = ModelStages.Find(model);

        Assert.IsTrue(stages.Masks[0].Mask.BitsEqual(WeightMask.Full("full", stages.Pretrained.Network.Weights.MaskLayout)));
        var scored = model.Transform(data);
        Assert.IsTrue(scored.GetColumn<float[]>("Score").Zip(scored.GetColumn<float[]>("red.Score")).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)));
    }

    [TestMethod]
    public void Learn_OnTheRowsANetworkAnswersRight_ReadsItsAnswers()
    {
        var data = Toy.Data(_ml);
        var counter = new StepCounter();
        using var model = _ml.Masks.Pretrain(Toy.Network, Toy.FewSteps with { StepCount = 60, LearningRate = 1e-2 })
            .Append(_ml.Masks.Learn("right", Toy.FewMaskSteps with { Rows = RowFilter.KeyIs("Correct", "true"), Progress = counter }))
            .Fit(data);

        Assert.AreEqual(5, counter.CountOf("right"));
    }

    private sealed class Wide
    {
        [VectorType(7)]
        public float[] Features { get; set; } = [];
    }
}
