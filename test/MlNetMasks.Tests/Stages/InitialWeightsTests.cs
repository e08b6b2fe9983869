using Microsoft.ML;
using MlNetMasks.Masks;
using MlNetMasks.Tests.Probe;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>Weights a user already has.</summary>
[TestClass]
public sealed class InitialWeightsTests
{
    [TestMethod]
    public void Pretrain_OfNoSteps_WrapsTheGivenWeightsExactly()
    {
        using var folder = new TemporaryFolder();
        var counter = new StepCounter();
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var tensors = Tensors();

        var stage = ml.Masks.Pretrain(Toy.Network, new() { InitialWeightsPath = Write(folder, tensors), StepCount = 0, Progress = counter }).Fit(data);

        Assert.IsEmpty(counter.Steps);
        Assert.IsEmpty(stage.Curve);
        foreach (var tensor in tensors)
        {
            Assert.IsTrue(stage.Network.Weights.Values(stage.Network.Weights.Layout.IndexOf(tensor.Name)).SequenceEqual(tensor.ToSingles()), tensor.Name);
        }

        using var copy = new MemoryStream();
        stage.Network.Weights.Write(copy);
        copy.Position = 0;
        Assert.IsTrue(SafetensorsFile.Read(copy).Tensors.Zip(tensors).All(pair => pair.First.Name == pair.Second.Name && pair.First.Data.Span.SequenceEqual(pair.Second.Data.Span)));
    }

    [TestMethod]
    public void Pretrain_OfSomeSteps_GoesOnFromTheGivenWeights()
    {
        using var folder = new TemporaryFolder();
        var ml = new MLContext(seed: 1);
        var data = Toy.Data(ml);
        var options = Toy.FewSteps with { StepCount = 150, BatchSize = 32, LearningRate = 1e-2 };
        var trained = ml.Masks.Pretrain(Toy.Network, options).Fit(data);
        var path = folder.File("trained.safetensors");
        using (var file = File.Create(path))
        {
            trained.Network.Weights.Write(file);
        }

        var counter = new StepCounter();
        var further = ml.Masks.Pretrain(Toy.Network, options with { InitialWeightsPath = path, StepCount = 3, Progress = counter }).Fit(data);

        Assert.IsLessThan(0.5, counter.Steps[0].Loss);
        Assert.AreNotEqual(trained.Network.Fingerprint, further.Network.Fingerprint);
        Assert.AreEqual(1, ml.Masks.Evaluate(further, data).Accuracy("", Condition.Unmasked, "all"), 0.05);
    }

    [TestMethod]
    public void Masks_OnWrappedWeights_AreLearned()
    {
        using var folder = new TemporaryFolder();
        var ml = new MLContext(seed: 1);
        using var model = Toy.Chain(ml, new() { InitialWeightsPath = Write(folder, Tensors()), StepCount = 0 }).Fit(Toy.Data(ml));

        Assert.HasCount(2, ModelStages.Find(model).Masks);
    }

    [TestMethod]
    public void Pretrain_OfNoStepsWithoutWeights_IsRefusedWhenItIsMade()
    {
        var ml = new MLContext(seed: 1);
        var message = Toy.Message<ArgumentException>(() => ml.Masks.Pretrain(Toy.Network, new() { StepCount = 0 }));
        StringAssert.Contains(message, "Give steps to train or weights to wrap");
    }

    [TestMethod]
    [DataRow("missing", "lack tensor 'layers.1.bias'")]
    [DataRow("unknown", "hold a tensor 'extra' that the network does not have")]
    [DataRow("shape", "'layers.0.weight' has shape [2, 12]; the network needs [12, 2]")]
    [DataRow("type", "'layers.1.bias' holds I64, expected F16, BF16, F32 or F64")]
    [DataRow("nan", "'layers.1.bias' holds NaN at position 1")]
    public void Weights_ThatDoNotFit_AreRefusedBeforeAnyStep(string fault, string expected)
    {
        using var folder = new TemporaryFolder();
        var tensors = Tensors();
        tensors = fault switch
        {
            "missing" => tensors[..^1],
            "unknown" => [.. tensors, SafetensorsTensor.FromSingles("extra", [1], [1])],
            "shape" => [SafetensorsTensor.FromSingles("layers.0.weight", [2, 12], tensors[0].ToSingles()), .. tensors[1..]],
            "type" => [.. tensors[..^1], SafetensorsTensor.FromInt64s("layers.1.bias", [3], [1, 2, 3])],
            _ => [.. tensors[..^1], SafetensorsTensor.FromSingles("layers.1.bias", [3], [1, float.NaN, 3])],
        };
        var counter = new StepCounter();
        var ml = new MLContext(seed: 1);

        var message = Toy.Message<InvalidDataException>(
            () => ml.Masks.Pretrain(Toy.Network, Toy.FewSteps with { InitialWeightsPath = Write(folder, tensors), Progress = counter }).Fit(Toy.Data(ml)));

        StringAssert.Contains(message, expected);
        Assert.IsEmpty(counter.Steps);
    }

    private static SafetensorsTensor[] Tensors()
    {
        using var weights = NetworkWeights.Initialize(Toy.Network, new NetworkShape(2, 3), key: 17);
        using var file = new MemoryStream();
        weights.Write(file);
        file.Position = 0;
        return [.. SafetensorsFile.Read(file).Tensors];
    }

    private static string Write(TemporaryFolder folder, SafetensorsTensor[] tensors)
    {
        var path = folder.File("given.safetensors");
        using var file = File.Create(path);
        SafetensorsFile.Write(file, tensors);
        return path;
    }
}
