using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Tests.Probe;

namespace MlNetMasks.Tests.Schema;

[TestClass]
public sealed class AnnotationCarrierTests
{
    [TestMethod]
    public void Follower_WithoutANetworkUpstream_FailsBeforeAnyFit()
    {
        var context = ProbeData.Context();
        var follower = new FollowerEstimator(context);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => context.Transforms.CopyColumns("Copied", "Features").Append(follower).Fit(ProbeData.View(context, 5)));
        StringAssert.Contains(error.Message, "No column carries a ProbeNetwork (annotation 'ProbeNetwork'). Columns there: Features, Label");
        StringAssert.Contains(error.Message, FollowerEstimator.Remedy);
        Assert.AreEqual(0, follower.Fits);
    }

    [TestMethod]
    public void Follower_PutBeforeItsNetwork_FailsBeforeAnyFit()
    {
        var context = ProbeData.Context();
        var follower = new FollowerEstimator(context);
        Assert.ThrowsExactly<ArgumentException>(
            () => context.Transforms.CopyColumns("Copied", "Features").Append(follower).Append(new ProbeEstimator(context))
                .Fit(ProbeData.View(context, 5)));
        Assert.AreEqual(0, follower.Fits);
    }

    [TestMethod]
    [DataRow("cache")]
    [DataRow("copy")]
    [DataRow("normalize")]
    [DataRow("all")]
    [DataRow("nested")]
    public void Object_AcrossStockStages_ArrivesInFitAndTransform(string between)
    {
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 50);
        var probe = new ProbeEstimator(context, 4f);
        var follower = new FollowerEstimator(context);
        var copy = context.Transforms.CopyColumns("Copied", "Probe");
        var normalize = context.Transforms.NormalizeMinMax("Features");
        IEstimator<ITransformer> pipeline = between switch
        {
            "cache" => new EstimatorChain<ITransformer>().Append(probe).AppendCacheCheckpoint(context).Append(follower),
            "copy" => probe.Append(copy).Append(follower),
            "normalize" => probe.Append(normalize).Append(follower),
            "nested" => probe.Append(copy).Append(normalize.Append(follower)),
            _ => new EstimatorChain<ITransformer>().Append(normalize).Append(probe).AppendCacheCheckpoint(context).Append(copy).Append(follower),
        };

        var followed = pipeline.Fit(data).Transform(data).GetColumn<float>("Followed").ToList();

        Assert.HasCount(50, followed);
        Assert.IsTrue(followed.All(value => value == 4f));
    }

    [TestMethod]
    public void Object_AfterRowFilterAndShuffle_IsFoundBySeparateFit()
    {
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 100);
        var scored = new ProbeEstimator(context, 4f).Fit(data).Transform(data);
        var filtered = context.Data.ShuffleRows(context.Data.FilterRowsByColumn(scored, "Label", 1, 2), seed: 1);

        Assert.AreEqual(4f, new FollowerEstimator(context).Fit(filtered).FittedFactor);
        // A chain makes its own shape of the real schema it is given.
        var chain = context.Transforms.CopyColumns("Copied", "Text").Append(new FollowerEstimator(context));
        Assert.AreEqual(4f, chain.Fit(filtered).LastTransformer.FittedFactor);
    }

    [TestMethod]
    public void Object_InCrossValidation_IsFoundInEveryFold()
    {
        var context = ProbeData.Context();
        var data = ProbeData.Cached(context, 400);
        var follower = new FollowerEstimator(context);
        var pipeline = new EstimatorChain<ITransformer>()
            .Append(context.Transforms.NormalizeMinMax("Features"))
            .Append(new ProbeEstimator(context, 4f))
            .AppendCacheCheckpoint(context)
            .Append(follower)
            .Append(context.Transforms.CopyColumns("Score", "Followed"));

        var folds = context.Regression.CrossValidate(data, pipeline, numberOfFolds: 4, labelColumnName: "Label", seed: 3);

        Assert.HasCount(4, folds);
        Assert.AreEqual(4, follower.Fits);
        Assert.IsTrue(folds.All(fold => Math.Abs(fold.Metrics.MeanAbsoluteError - 3) < 0.2), "Labels are 0, 1, 2 and the score is 4.");
    }

    [TestMethod]
    public void TwoObjects_OnOneSchema_GiveTheLastAdded()
    {
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 5);
        var twice = new ProbeEstimator(context, 4f).Append(new ProbeEstimator(context, 5f)).Fit(data).Transform(data);
        Assert.IsTrue(ProbeStage.Carrier.TryFind(twice.Schema, out var network));
        Assert.AreEqual(5f, network.Factor);
        Assert.IsFalse(ProbeStage.Carrier.TryFind(data.Schema, out _));
    }

    [TestMethod]
    public void Data_SavedAsBinary_LosesOnlyTheCarriedObject()
    {
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 40);
        var scored = new ProbeEstimator(context).Fit(data).Transform(data);
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder.File("scored.idv")))
        {
            context.Data.SaveAsBinary(scored, file);
        }

        var loaded = context.Data.LoadFromBinary(folder.File("scored.idv"));

        Assert.IsFalse(ProbeStage.Carrier.TryFind(loaded.Schema, out _));
        CollectionAssert.AreEqual(scored.GetColumn<string>("SumText").ToList(), loaded.GetColumn<string>("SumText").ToList());
    }
}
