using Microsoft.ML;
using MlNetMasks.Persistence;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

[TestClass]
public sealed class CheckpointTests
{
    private static readonly PretrainStageOptions Pretrain = Toy.FewSteps with { StepCount = 30, Threads = 1 };
    private static readonly MaskStageOptions Masks = Toy.FewMaskSteps with { StepCount = 30, InitialLogit = 0, LearningRate = 0.1, Threads = 1 };

    [TestMethod]
    public void Chain_InterruptedInEachStage_ContinuesToTheSameModel() => InFolder(folder =>
    {
        var straight = Masked(new MLContext(seed: 4), _ => null);
        foreach (var (stage, step) in new[] { ("pretrain", 11), ("red", 1), ("blue", 29) })
        {
            using var source = new CancellationTokenSource();
            var counter = new StepCounter(progress =>
            {
                if (progress.Stage == stage && progress.Step == step)
                {
                    source.Cancel();
                }
            });

            Assert.ThrowsExactly<OperationCanceledException>(() => Masked(new MLContext(seed: 4), name => InFile(folder, name), counter, source.Token));
            Assert.IsTrue(File.Exists(Path.Combine(folder, stage)));
        }

        var rest = new StepCounter();
        var continued = Masked(new MLContext(seed: 4), name => InFile(folder, name), rest);

        Assert.AreEqual(straight, continued);
        Assert.AreEqual((1, 1, 2), (rest.CountOf("pretrain"), rest.CountOf("red"), rest.CountOf("blue"))); // what is done is only reported
    });

    [TestMethod]
    public void Stage_WithTheCheckpointOfAnotherSeed_IsRefused() => InFolder(folder =>
    {
        var ml = new MLContext(seed: 4);
        var options = Pretrain with { Checkpoint = InFile(folder, "pretrain") };
        ml.Masks.Pretrain(Toy.Network, options).Fit(Toy.Data(ml)).Dispose();

        var message = Toy.Message<InvalidDataException>(() => ml.Masks.Pretrain(Toy.Network, options with { Seed = 5 }).Fit(Toy.Data(ml)));

        Assert.Contains("Stage 'pretrain' cannot continue from the checkpoint '", message);
        Assert.Contains("random key was ", message);
    });

    [TestMethod]
    public void Stage_WithCheckpoint_IsSavedWithoutIt() => InFolder(folder =>
    {
        var ml = new MLContext(seed: 4);
        var data = Toy.Data(ml);
        var path = Path.Combine(folder, "model.zip");
        using (var model = ml.Masks.Pretrain(Toy.Network, Pretrain with { Checkpoint = InFile(folder, "pretrain") }).Fit(data))
        {
            ModelFile.Save(ml, model, data.Schema, path);
        }

        var loaded = ModelFile.Load(ml, path, out _);
        using (loaded as IDisposable)
        {
            Assert.AreEqual(30, ml.Masks.NetworkOf(loaded) is null ? 0 : ((PretrainedTransformer)loaded).Options.StepCount);
            Assert.IsNull(((PretrainedTransformer)loaded).Options.Checkpoint);
        }
    });

    private static string Masked(MLContext ml, Func<string, ICheckpoint?> checkpoints, StepCounter? counter = null, CancellationToken cancellation = default)
    {
        var masks = Masks with { Progress = counter, Cancellation = cancellation };
        using var model = ml.Masks.Pretrain(Toy.Network, Pretrain with { Progress = counter, Cancellation = cancellation, Checkpoint = checkpoints("pretrain") })
            .Append(ml.Masks.Learn("red", masks with { Rows = Toy.Color("red"), Checkpoint = checkpoints("red") }))
            .Append(ml.Masks.Learn("blue", masks with { Rows = Toy.Color("blue"), Checkpoint = checkpoints("blue") }))
            .Fit(Toy.Data(ml));
        var learned = ml.Masks.Analyze(model).Masks;
        return ml.Masks.NetworkOf(model).Fingerprint + string.Join(' ', learned.SelectMany(
            entry => Enumerable.Range(0, entry.Mask.Layout.Layers.Count).SelectMany(layer => entry.Mask.Words(layer).ToArray())));
    }

    private static CheckpointFile InFile(string folder, string name) => new(Path.Combine(folder, name)) { Interval = Timeout.InfiniteTimeSpan };

    private static void InFolder(Action<string> test)
    {
        var folder = Directory.CreateTempSubdirectory("mlnetmasks-checkpoint-").FullName;
        try
        {
            test(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
