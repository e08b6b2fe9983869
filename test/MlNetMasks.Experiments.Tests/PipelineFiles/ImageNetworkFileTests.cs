using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Tests.PipelineFiles;

[TestClass]
public sealed class ImageNetworkFileTests
{
    [TestMethod]
    public void Network_OfImages_IsWhatTheFileSays()
    {
        Assert.AreEqual(new ConvolutionalNetwork([32, 64, 128, 256]), Resolve("kind: cnn, channels: [32, 64, 128, 256]").CreateNetwork());
        Assert.AreEqual(
            new ConvolutionalNetwork([8, 4]) { Dropout = [0, 0.25], MaskBiases = false },
            Resolve("kind: cnn, channels: [8, 4], dropout: [0, 0.25], mask_biases: false").CreateNetwork());
        Assert.AreEqual(new ResidualNetwork(110), Resolve("kind: resnet").CreateNetwork());
        Assert.AreEqual(new ResidualNetwork(20) { BaseWidth = 8, MaskBiases = false }, Resolve("kind: resnet, depth: 20, width: 8, mask_biases: false").CreateNetwork());
    }

    [TestMethod]
    public void Pretraining_WithMomentumDropsAndAugmentation_IsWhatTheFileSays()
    {
        ExperimentPlan plan = Resolve(
            "kind: resnet",
            "steps: 9, optimizer: sgd, momentum: 0.8, weight_decay: 1e-4, learning_rate_drops: [3, 6], learning_rate_drop_factor: 0.2, gradient_clip: none, crop_padding: 4, flip: true");

        PretrainPlan pretrain = plan.Pretrain!;
        Assert.AreEqual((PretrainOptimizer.Sgd, 0.8, 1e-4, 0.2), (pretrain.Optimizer, pretrain.Momentum, pretrain.WeightDecay, pretrain.LearningRateDropFactor));
        CollectionAssert.AreEqual(new[] { 3, 6 }, pretrain.LearningRateDrops.ToArray());
        Assert.AreEqual(new ImageAugmentation(), pretrain.Augmentation);
        CollectionAssert.AreEqual(
            new[] { null, new ImageAugmentation { CropPadding = 2, Flips = false } }, plan.Masks.Select(mask => mask.Augmentation).ToArray());
        PretrainPlan plain = Resolve("kind: resnet").Pretrain!;
        Assert.AreEqual((PretrainOptimizer.Adam, null, 0.0, null), (plain.Optimizer, plain.Augmentation, plain.WeightDecay, plain.Momentum));
    }

    [TestMethod]
    [DataRow("kind: resnet, depth: 100", "steps: 9", "it must be 6 n + 2")]
    [DataRow("kind: cnn, channels: [8, 4], dropout: [0.5]", "steps: 9", "dropout has 1 shares for 2 convolutions")]
    [DataRow("kind: cnn, channels: []", "steps: 9", "a list of 1 to 16 items")]
    [DataRow("kind: resnet", "steps: 9, weight_decay: 1e-4", "pretrain.weight_decay belongs to optimizer: sgd")]
    [DataRow("kind: resnet", "steps: 9, optimizer: sgd, adam_beta2: 0.9", "pretrain.adam_beta2 belongs to optimizer: adam")]
    [DataRow("kind: resnet", "steps: 9, learning_rate_drops: [6, 3]", "in ascending order")]
    public void File_ThatCannotBe_IsRefused(string network, string pretrain, string words) =>
        StringAssert.Contains(Assert.ThrowsExactly<PipelineFileException>(() => Resolve(network, pretrain)).Message, words);

    private static ExperimentPlan Resolve(string network, string pretrain = "steps: 9") => SamplePipeline.Load($$"""
        experiment: images
        data: { source: addmul }
        network: { {{network}} }
        pretrain: { {{pretrain}} }
        masks:
          functions:
            - { name: all, role: control }
            - { name: add, rows: { column: Operation, equals: add }, crop_padding: 2 }
        """).Resolve();
}
