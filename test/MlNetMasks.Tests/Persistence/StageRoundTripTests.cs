using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Persistence;
using MlNetMasks.Tests.Probe;

namespace MlNetMasks.Tests.Persistence;

[TestClass]
public sealed class StageRoundTripTests
{
    [TestMethod]
    public void Chain_WithStockStagesAround_ComesBackTypedWithEqualScores()
    {
        using var folder = new TemporaryFolder();
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 600);
        var pipeline = context.Transforms.NormalizeMinMax("Features")
            .Append(new ProbeEstimator(context, 3f))
            .Append(new FollowerEstimator(context))
            .Append(context.Transforms.CopyColumns("Copied", "Probe"));
        var model = pipeline.Fit(data);
        context.Model.Save(model, data.Schema, folder.File("model.zip"));

        var other = ProbeData.Context();
        var loaded = other.Model.Load(folder.File("model.zip"), out var schema);

        Assert.AreEqual(data.Schema.Count, schema.Count);
        var stages = ((IEnumerable<ITransformer>)loaded).SelectMany(Flatten).ToList();
        Assert.AreEqual(new ProbeNetwork(3f), stages.OfType<ProbeStage>().Single().Network);
        Assert.AreEqual(3f, stages.OfType<FollowerStage>().Single().FittedFactor);
        foreach (var column in new[] { "Probe", "Copied" })
        {
            var expected = model.Transform(data).GetColumn<float[]>(column).ToList();
            var found = loaded.Transform(ProbeData.View(other, 600)).GetColumn<float[]>(column).ToList();
            Assert.HasCount(600, found);
            for (var i = 0; i < expected.Count; i++)
            {
                CollectionAssert.AreEqual(expected[i], found[i]);
            }
        }

        Assert.IsTrue(loaded.Transform(ProbeData.View(other, 5)).GetColumn<float>("Followed").All(value => value == 3f));
    }

    [TestMethod]
    public void SingleStage_SavedByItself_ComesBack()
    {
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 3);
        using var file = new MemoryStream();
        context.Model.Save(new ProbeEstimator(context).Fit(data), data.Schema, file);
        file.Position = 0;

        Assert.IsInstanceOfType<ProbeStage>(ProbeData.Context().Model.Load(file, out _));
    }

    [TestMethod]
    public void ScoredSchema_SavedAsInputSchema_DropsOnlyTheCarriedObject()
    {
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 3);
        var probe = new ProbeEstimator(context).Fit(data);
        var scored = probe.Transform(data);
        using var file = new MemoryStream();
        context.Model.Save(context.Transforms.CopyColumns("Copied", "Probe").Fit(scored), scored.Schema, file);
        file.Position = 0;

        ProbeData.Context().Model.Load(file, out var schema);

        Assert.IsTrue(schema["Probe"].HasSlotNames());
        Assert.IsFalse(ProbeStage.Carrier.TryFind(schema, out _));
    }

    [TestMethod]
    public void UntouchedContext_LoadingByStockCall_SaysThatTheModelIsUnknownAndModelFileLoadsIt()
    {
        using var folder = new TemporaryFolder();
        var context = ProbeData.Context();
        var data = ProbeData.View(context, 3);
        var path = folder.File("model.zip");
        ModelFile.Save(context, new FollowerStage(context, 2f), data.Schema, path);

        Assert.ThrowsExactly<FormatException>(() => new MLContext().Model.Load(path, out _));
        // The stage of the test is not registered with this context, which shows that our loader was reached.
        var error = Assert.ThrowsExactly<InvalidDataException>(() => ModelFile.Load(new MLContext(), path, out _));
        StringAssert.Contains(error.Message, "'test.follower', which is not registered");
    }

    [TestMethod]
    public void Model_LoadedInAFreshProcess_GivesEqualScores()
    {
        if (FreshProcess.Argument is { } saved)
        {
            var loaded = ProbeData.Context();
            var stage = ModelFile.Load(loaded, saved, out _);
            CollectionAssert.AreEqual(
                new[] { 0f, 12.5f }, stage.Transform(ProbeData.View(loaded, 2)).GetColumn<float>("Sum").ToArray());
            return;
        }

        using var folder = new TemporaryFolder();
        var context = ProbeData.Context();
        ModelFile.Save(context, new ProbeStage(context, new ProbeNetwork(5f)), null, folder.File("model.zip"));
        FreshProcess.Run(nameof(Model_LoadedInAFreshProcess_GivesEqualScores), folder.File("model.zip"));
    }

    private static IEnumerable<ITransformer> Flatten(ITransformer stage) =>
        stage is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [stage];
}
