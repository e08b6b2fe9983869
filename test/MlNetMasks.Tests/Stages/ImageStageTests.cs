using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Data;
using MlNetMasks.Tests.Probe;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>Convolutional and residual networks as stages over pictures.</summary>
[TestClass]
public sealed class ImageStageTests
{
    private static readonly ScenesSource Train = new(DataSplit.Train, 60);
    private static readonly ScenesSource Validation = new(DataSplit.Validation, 40);

    public static IEnumerable<object[]> Networks =>
    [
        [new ConvolutionalNetwork([4, 6]) { Dropout = [0, 0.25] }, new PretrainStageOptions { Augmentation = new ImageAugmentation { CropPadding = 2 } }],
        [new ResidualNetwork(8) { BaseWidth = 4 }, new PretrainStageOptions { Optimizer = PretrainOptimizer.Sgd, Momentum = 0.8, WeightDecay = 1e-3, LearningRateDrops = [3, 5], LearningRateDropFactor = 0.5 }],
    ];

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Model_OfPictures_SavedAndLoaded_ComesBackTypedAndEqual(NetworkSpec network, PretrainStageOptions pretrain)
    {
        using var folder = new TemporaryFolder();
        var ml = new MLContext(seed: 3);
        var mask = new MaskStageOptions { StepCount = 6, BatchSize = 8, LearningRate = 0.35, Beta = 0 };
        var left = mask with { Rows = RowFilter.KeyIsNotAt("Label", [0]), OutputLayer = OutputLayerMask.Control };
        pretrain = pretrain with { Problem = ImageProblem.Cifar10, StepCount = 6, BatchSize = 8, LearningRate = 1e-2 };
        using var model = ml.Masks.Pretrain(network, pretrain)
            .Append(ml.Masks.Learn("control", mask with { Role = MlNetMasks.Masks.MaskRole.Control }))
            .Append(ml.Masks.Learn("without-0", left)).Fit(Train);
        ml.Model.Save(model, ((IDataView)Train).Schema, folder.File("model.zip"));
        var other = new MLContext();
        _ = other.Masks;

        using var loaded = (TransformerChain<ITransformer>)other.Model.Load(folder.File("model.zip"), out _);

        var (expected, found) = (ModelStages.Find(model), ModelStages.Find(loaded));
        Assert.AreEqual(network, found.Pretrained.Network.Weights.Spec);
        Assert.AreEqual(pretrain, found.Pretrained.Options);
        Assert.AreEqual(expected.Pretrained.Network.Fingerprint, found.Pretrained.Network.Fingerprint);
        Assert.AreEqual(expected.ToMaskSet(), found.ToMaskSet());
        foreach (var column in new[] { "Score", "control.Score", "without-0.Score" })
        {
            var scores = model.Transform(Validation).GetColumn<float[]>(column).ToArray();
            var read = loaded.Transform(Validation).GetColumn<float[]>(column).ToArray();
            Assert.HasCount(40, read);
            Assert.IsTrue(scores.Zip(read).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)), column);
            Assert.IsTrue(scores.All(row => row.Length == 10 && row.All(float.IsFinite)), column);
            Assert.IsGreaterThan(1, scores.Select(row => row[0]).Distinct().Count(), $"{column} depends on the picture");
        }
    }
}
